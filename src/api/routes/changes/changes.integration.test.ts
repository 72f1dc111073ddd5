import { WorkerOfApi } from '../../../../test/support/accounts/worker-of-api.js';
import { type Answered, startTestApi, type TestApi } from '../../../../test/support/servers/api.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { waitFor } from '../../../../test/support/servers/wait-for.js';
import { generatedWorld } from '../../../simulator/worlds/generated.js';
import { instantFromMs } from '../../../values/instant.js';
import { ChangeList } from '../../schemas/changes.js';

const PARTNER = '4242';
const TOKEN = 'prtapi_test_changes_0000000000001';
const SHOP = '55000000000';
/** Longer than any of the tests, so that what is answered was not answered because the time was over. */
const LONG = 'wait=25s';

let api: TestApi;
let worker: WorkerOfApi;
let agent: string;
let key: { organizationId: string; connectionId: string };

beforeAll(async () => {
  const world = generatedWorld({
    seed: 'changes',
    anchor: instantFromMs(Date.now() - 3_600_000),
    organizationId: PARTNER,
    token: TOKEN,
    ...{ apps: 1, merchants: 5, transactions: 20, events: 12, days: 60 },
  });
  api = await startTestApi({ world });
  worker = new WorkerOfApi(api);
  agent = await accessToken({ role: 'agent' });
  const body = { partnerOrganizationId: PARTNER, accessToken: TOKEN };
  const { json } = await api.send('POST', '/v1/connections', { token: await accessToken(), body });
  key = { organizationId: 'org_1', connectionId: json.id };
  await worker.sync(key);
});
afterAll(async () => {
  await worker.close();
  await api.close();
});

const get = (query: string, token = agent) => api.send('GET', `/v1/changes${query}`, { token });
const listOf = ({ json }: Answered) => ChangeList.parse(json);
const end = async () => {
  const { epoch, last } = listOf(await get(''));
  return `?epoch=${epoch}&after=${last}`;
};

function uninstall(shop: string): void {
  const { ledger } = api.simulator.world.found(PARTNER);
  const own = ledger.allEvents().find((event) => event.shop.number === shop);
  if (own === undefined) throw new Error('Nothing happened to the shop.');
  const at = Date.now() * 1000;
  ledger.put({
    ...own,
    ...{ type: 'RELATIONSHIP_UNINSTALLED', at, visibleAt: at, tie: ledger.nextTie(), charge: null, reason: null },
  });
}

/** Requests whose turn is over because they wait for news. */
const waiters = async () =>
  (
    await api.sql<[{ count: number }]>`
    select count(*)::integer as count from pg_stat_activity where query like '%last_changes%' and pid <> pg_backend_pid()
  `
  )[0].count;

test('from its beginning the feed tells every merchant once, as its own route does, however it is paged', async () => {
  const { json } = await api.send('GET', '/v1/merchants', { token: agent });
  for (const limit of [1, 2, 100]) {
    const told = [];
    let query = `?limit=${limit}`;
    for (;;) {
      const page = listOf(await get(query));
      if (page.items.length === 0) break;
      told.push(...page.items.map((item) => ('merchant' in item ? item.merchant : null)));
      query = `?epoch=${page.epoch}&after=${page.last}&limit=${limit}`;
    }
    expect(told).toHaveLength(json.items.length);
    expect(told).toEqual(expect.arrayContaining([...json.items]));
  }
});

test('whoever waits hears of a change as soon as it is stored', async () => {
  const place = await end();
  const waiting = get(`${place}&${LONG}`);
  await waitFor('it to wait', async () => (await waiters()) > 0);
  uninstall(SHOP);
  await worker.sync(key);
  const { items } = listOf(await waiting);
  expect(items).toMatchObject([{ merchant: { shopNumber: SHOP, apps: [{ detail: 'uninstalled' }] } }]);
});

test('without news the time is waited for, and the place stays', async () => {
  const place = await end();
  const { items, last } = listOf(await get(`${place}&wait=1s`));
  expect({ items, place: `after=${last}` }).toEqual({ items: [], place: place.split('&')[1] });
});

test('another organization waits for its own', async () => {
  const stranger = await accessToken({ org: 'org_2', role: 'agent' });
  expect(listOf(await get('', stranger)).items).toEqual([]);
});

test('an erased merchant is told of without its name, and every place goes on from there', async () => {
  const before = listOf(await get(''));
  const shop = before.items.flatMap((item) => ('merchant' in item && item.merchant ? [item.merchant] : [])).at(-1);
  if (shop === undefined) throw new Error('There is no merchant.');
  const erased = await api.send('DELETE', `/v1/merchants/${shop.shopNumber}`, { token: await accessToken() });
  expect(erased.status).toBe(202);
  const answer = await get(`?epoch=${before.epoch}&after=${before.last}`);
  const ref = before.items.find((item) => 'merchant' in item && item.merchant?.shopNumber === shop.shopNumber)?.ref;
  expect(listOf(answer).items).toEqual([{ number: before.last + 1, ref, erased: true }]);
  expect(answer.text).not.toContain(shop.shopNumber);
});

test.each([
  ['?after=3', 'epoch'],
  ['?epoch=e&after=-1', 'after'],
  ['?epoch=e&after=01', 'after'],
  ['?epoch=e&after=1e3', 'after'],
  ['?epoch=e&after=9007199254740993', 'after'],
  ['?limit=0', 'limit'],
  ['?limit=101', 'limit'],
  ['?wait=26s', 'wait'],
  ['?wait=25', 'wait'],
  ['?wait=1m', 'wait'],
  ['?epoch=', 'epoch'],
])('%s is refused', async (query, parameter) => {
  const { status, json } = await get(query);
  expect({ status, errors: json['errors'] }).toEqual({ status: 422, errors: [{ parameter, code: 'invalid_query' }] });
});

test('a place of another epoch is answered 410, at once', async () => {
  const place = await end();
  await api.sql`update feed_epoch set renewals = renewals + 1`;
  for (const query of [place, `${place}&${LONG}`]) {
    expect(await get(query)).toMatchObject({ status: 410, json: { code: 'epoch_over' } });
  }
  expect(listOf(await get('')).items.length).toBeGreaterThan(0);
});

test('whoever waits while the database is put back is told so', async () => {
  const place = await end();
  const waiting = get(`${place}&${LONG}`);
  await waitFor('it to wait', async () => (await waiters()) > 0);
  await api.sql`update feed_epoch set renewals = renewals + 1`;
  uninstall(SHOP.replace(/0$/, '1'));
  await worker.sync(key);
  expect((await waiting).status).toBe(410);
});
