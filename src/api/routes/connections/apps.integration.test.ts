import { startTestApi, type TestApi } from '../../../../test/support/servers/api.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { MAX_APPS } from '../../../connections/commands/add-app.js';

let api: TestApi;
let owner: string;
let path: string;
let connectionId: string;

const partnerToken = `prtapi_${'a'.repeat(32)}`;

beforeAll(async () => {
  api = await startTestApi();
  owner = await accessToken();
  const organization = api.simulator.world.found('1234567');
  organization.issue(partnerToken);
  organization.ledger.apps.set('4436393', { number: '4436393', name: 'Bundles', apiKey: 'key' });
  api.simulator.world.found('7654321').ledger.apps.set('555', { number: '555', name: 'Theirs', apiKey: 'key' });
  const { json } = await api.send('POST', '/v1/connections', {
    token: owner,
    body: { partnerOrganizationId: '1234567', accessToken: partnerToken },
  });
  connectionId = json.id;
  path = `/v1/connections/${connectionId}/apps`;
});
afterAll(() => api.close());

const add = (appId: unknown) => api.send('POST', path, { token: owner, body: { appId } });
const list = async () => (await api.send('GET', path, { token: owner })).json.items;

test('an app is added by hand, once, and gets its own feed', async () => {
  const added = await add('gid://partners/App/4436393');
  expect([added.status, added.json]).toEqual([
    201,
    {
      appId: 'gid://partners/App/4436393',
      name: 'Bundles',
      source: 'manual',
      installs: 0,
      lastEventAt: null,
      problem: null,
    },
  ]);
  const again = await add('gid://partners/App/4436393');
  expect([again.status, again.json]).toEqual([200, added.json]);
  expect(await list()).toEqual([added.json]);
  const feeds =
    await api.sql`select feed from sync_feeds where connection_id = ${connectionId} and feed like 'events/%'`;
  expect(feeds).toEqual([{ feed: 'events/4436393' }]);
});

test('it can be taken away and comes back; taking away twice is the same as once', async () => {
  const remove = () => api.send('DELETE', `${path}/4436393`, { token: owner });
  expect([(await remove()).status, (await remove()).text]).toEqual([204, '']);
  expect(await list()).toEqual([]);
  expect((await add('gid://partners/App/4436393')).status).toBe(201);
  expect(await list()).toHaveLength(1);
});

test('an app that transactions name cannot be taken away', async () => {
  await api.sql`
    insert into apps (organization_id, connection_id, app_number, name, source)
    values ('org_1', ${connectionId}, 11, 'Discovered', 'auto')
  `;
  const answer = await api.send('DELETE', `${path}/11`, { token: owner });
  expect([answer.status, answer.json.code]).toEqual([409, 'app_discovered']);
  const unknown = await api.send('DELETE', `${path}/12`, { token: owner });
  expect([unknown.status, unknown.json.code]).toEqual([404, 'app_not_found']);
});

test("another partner's app is answered like one that does not exist", async () => {
  for (const number of ['555', '999']) {
    const { status, json } = await add(`gid://partners/App/${number}`);
    expect([status, json.code]).toEqual([404, 'app_not_found']);
  }
});

test.each([
  ['123'],
  ['gid://shopify/App/123'],
  ['gid://partners/Shop/1'],
  ['gid://partners/Organization/1'],
  ['gid://partners/AppSubscriptionSale/1'],
  ['gid://partners/app/1'],
  ['GID://partners/App/1'],
  ['gid:/partners/App/1'],
  ['gid://partners//App/1'],
  ['gid://partners/App/'],
  ['gid://partners/App/0'],
  ['gid://partners/App/-1'],
  ['gid://partners/App/01'],
  ['gid://partners/App/1?x'],
  ['gid://partners/App/1#'],
  ['gid://partners/App/1/2'],
  ['gid://partners/App/%31'],
  ['gid://partners/App/１'],
  ['gid://partners/App/1\n'],
  ['gid://partners/App/12345678901234567890'],
  ["gid://partners/App/1' OR '1'='1"],
  ['gid://partners/App/1);DROP TABLE apps'],
  ['gid://partners/App/$${1}'],
  ['gid://partners/App/1") { id } }'],
  [['gid://partners/App/1']],
  [{}],
  [1],
  [null],
  ['x'.repeat(10_000)],
])('%j is no app id', async (appId) => {
  const asked = api.simulator.log.list().length;
  const { status, json } = await add(appId);
  expect([status, json.code]).toEqual([422, 'invalid_app_id']);
  expect(api.simulator.log.list()).toHaveLength(asked);
});

test('there is room for so many', async () => {
  await api.sql`
    insert into apps (organization_id, connection_id, app_number, source)
    select 'org_1', ${connectionId}, 1000 + n, 'auto' from generate_series(1, ${MAX_APPS}) n
  `;
  api.simulator.world.found('1234567').ledger.apps.set('77', { number: '77', name: 'One more', apiKey: 'key' });
  const { status, json } = await add('gid://partners/App/77');
  expect([status, json.code]).toEqual([422, 'app_limit']);
  const all: unknown[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await api.send('GET', `${path}?limit=40${cursor === '' ? '' : `&cursor=${cursor}`}`, { token: owner });
    all.push(...page.json.items);
    cursor = page.json.nextCursor;
  }
  expect(new Set(all.map((app) => JSON.stringify(app))).size).toBe(MAX_APPS + 2);
});

test('a lost permission or token is said', async () => {
  const organization = api.simulator.world.found('1234567');
  organization.issue(partnerToken, ['view_financials']);
  expect((await add('gid://partners/App/78')).json).toMatchObject({
    code: 'permission_missing',
    permission: 'manage_apps',
  });
  organization.revoke(partnerToken);
  expect((await add('gid://partners/App/78')).json.code).toBe('token_rejected');
});

test.each(['error', 'disconnecting', 'disconnected'])('no app is added while %s', async (status) => {
  await api.sql`
    update connections
    set status = ${status}, token_ciphertext = case when ${status} = 'error' then token_ciphertext end
    where id = ${connectionId}
  `;
  const answer = await add('gid://partners/App/79');
  expect([answer.status, answer.json.code]).toEqual([409, 'not_connected']);
});
