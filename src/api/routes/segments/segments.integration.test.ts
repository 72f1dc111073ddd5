import { WorkerOfApi } from '../../../../test/support/accounts/worker-of-api.js';
import { startTestApi, type TestApi } from '../../../../test/support/servers/api.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { MOST_SEGMENTS } from '../../../merchants/segments/save-segment.js';
import { generatedWorld } from '../../../simulator/worlds/generated.js';
import { instantFromMs } from '../../../values/instant.js';
import { ChangeList } from '../../schemas/changes.js';
import { LookedUp } from '../../schemas/lookup.js';
import { MerchantList } from '../../schemas/merchant.js';
import { Segment, SegmentList } from '../../schemas/segments.js';

const PARTNER = '4242';
const TOKEN = 'prtapi_test_segments_000000000001';
const PAYING = { name: 'Paying', criteria: { statuses: ['active'] } };

let api: TestApi;
let worker: WorkerOfApi;
let key: { organizationId: string; connectionId: string };
let [owner, admin, agent] = ['', '', ''];

beforeAll(async () => {
  const world = generatedWorld({
    seed: 'segments',
    anchor: instantFromMs(Date.now() - 3_600_000),
    organizationId: PARTNER,
    token: TOKEN,
    ...{ apps: 1, merchants: 20, transactions: 100, events: 120, days: 90 },
  });
  // One has left.
  const { ledger } = world.found(PARTNER);
  const [event] = ledger.allEvents();
  if (event === undefined) throw new Error('Nothing happened.');
  const at = (Date.now() - 60_000) * 1000;
  ledger.put({
    ...event,
    ...{ type: 'RELATIONSHIP_UNINSTALLED', at, visibleAt: at, tie: ledger.nextTie(), charge: null, reason: null },
  });
  api = await startTestApi({ world });
  worker = new WorkerOfApi(api);
  owner = await accessToken();
  admin = await accessToken({ role: 'admin' });
  agent = await accessToken({ role: 'agent' });
  const body = { partnerOrganizationId: PARTNER, accessToken: TOKEN };
  const { json } = await api.send('POST', '/v1/connections', { token: owner, body });
  key = { organizationId: 'org_1', connectionId: json.id };
  await worker.sync(key);
});
afterEach(async () => {
  for (const { id } of await list()) await api.send('DELETE', `/v1/segments/${id}`, { token: owner });
});
afterAll(async () => {
  await worker.close();
  await api.close();
});

const list = async (token = agent) => SegmentList.parse((await api.send('GET', '/v1/segments', { token })).json).items;
const post = (body: unknown, token = owner) => api.send('POST', '/v1/segments', { token, body });
const put = (id: string, body: unknown, token = owner) => api.send('PUT', `/v1/segments/${id}`, { token, body });
const create = async (body: unknown) => {
  const { status, json } = await post(body);
  expect([status, json]).toEqual([201, json]);
  return Segment.parse(json);
};
const merchants = async (query: string) =>
  MerchantList.parse((await api.send('GET', `/v1/merchants?limit=100&${query}`, { token: agent })).json).items;

test('owners and admins save segments; all roles read them, with their members, in the list, the file and the look-up', async () => {
  const expected = await merchants('status=active&sort=lastEventAt');
  expect(expected.length).toBeGreaterThan(1);
  const segment = await create(PAYING);
  expect(segment).toMatchObject({ ...PAYING, members: expected.length, isWhole: true, createdBy: segment.updatedBy });
  expect(await list()).toEqual([segment]);

  const { id, name } = segment;
  const found = await merchants(`segment=${id}&sort=lastEventAt`);
  expect(found.map(({ shopNumber }) => shopNumber)).toEqual(expected.map(({ shopNumber }) => shopNumber));
  expect(found.every(({ segments }) => segments.length === 1)).toBe(true);
  expect(found[0]?.segments).toEqual([{ id, name }]);
  const firstPage = await api.send('GET', `/v1/merchants?limit=1&segment=${id}`, { token: agent });
  const rest = await merchants(`segment=${id}&cursor=${firstPage.json.nextCursor}`);
  expect(rest).toHaveLength(expected.length - 1);

  const { text } = await api.send('GET', `/v1/merchants.csv?segment=${id}`, { token: agent });
  const lines = text.trimEnd().split('\r\n');
  expect(lines[0]).toMatch(/,"Segments"$/);
  expect(lines.slice(1).every((line) => line.endsWith(',"Paying"'))).toBe(true);
  expect(new Set(lines.slice(1).map((line) => line.split(',')[1])).size).toBe(expected.length);

  const others = (await merchants('')).filter(({ segments }) => segments.length === 0);
  const keys = [expected[0]?.shopNumber, others[0]?.shopNumber];
  const answer = await api.send('POST', '/v1/merchants/lookup', { token: agent, body: { keys } });
  const { items } = LookedUp.parse(answer.json);
  expect(items.map(({ merchant }) => merchant?.segments)).toEqual([[{ id, name }], []]);
  const one = await api.send('GET', `/v1/merchants/${keys[0] ?? ''}`, { token: agent });
  expect(one.json['segments']).toEqual([{ id, name }]);

  const changed = await put(id, { name: 'Here', criteria: { statuses: ['churned', 'installed'] } }, admin);
  expect(Segment.parse(changed.json)).toMatchObject({ id, name: 'Here', isWhole: true });
  expect((await api.send('DELETE', `/v1/segments/${id}`, { token: admin })).status).toBe(204);
  expect(await list()).toEqual([]);
  for (const path of ['/v1/merchants', '/v1/merchants.csv']) {
    const gone = await api.send('GET', `${path}?segment=${id}`, { token: agent });
    expect(gone).toMatchObject({ status: 404, json: { code: 'segment_not_found' } });
  }
});

test('the feed tells who entered and who left, also after they were deleted', async () => {
  const place = async () => {
    const { epoch, last } = ChangeList.parse((await api.send('GET', '/v1/changes', { token: agent })).json);
    return `epoch=${epoch}&after=${last}`;
  };
  const changes = async (after: string) =>
    ChangeList.parse((await api.send('GET', `/v1/changes?${after}`, { token: agent })).json).items;
  const before = await place();
  const { id, name, members } = await create(PAYING);
  const entered = await changes(before);
  expect(entered).toHaveLength(members);
  expect(entered[0]).toMatchObject({ entered: [{ id, name }], left: [], merchant: { segments: [{ id, name }] } });

  const renaming = await place();
  await put(id, { ...PAYING, name: 'Lost' });
  const renamed = await changes(renaming);
  expect(renamed).toHaveLength(members);
  expect(renamed[0]).toMatchObject({ entered: [], left: [], merchant: { segments: [{ id, name: 'Lost' }] } });

  const deleting = await place();
  await api.send('DELETE', `/v1/segments/${id}`, { token: owner });
  const left = await changes(deleting);
  expect(left).toHaveLength(members);
  expect(left[0]).toMatchObject({ entered: [], left: [{ id, name: 'Lost' }], merchant: { segments: [] } });
});

test('what was committed is answered so, also when its members could not be seen to at once', async () => {
  const { id, members } = await create(PAYING);
  await api.sql`
    create function refuse_members() returns trigger language plpgsql as $$ begin raise lock_not_available; end $$
  `;
  await api.sql`
    create trigger refuse_members before insert or delete on segment_members execute function refuse_members()
  `;
  try {
    expect(await create({ ...PAYING, name: 'Two' })).toMatchObject({ members: 0, isWhole: false });
    const changed = await put(id, { ...PAYING, criteria: { statuses: ['churned'] } });
    expect(changed).toMatchObject({ status: 200, json: { members, isWhole: false } });
    expect((await api.send('DELETE', `/v1/segments/${id}`, { token: owner })).status).toBe(204);
    expect(await list()).toMatchObject([{ name: 'Two', isWhole: false }]);
  } finally {
    await api.sql`drop function refuse_members cascade`;
  }
});

test('agents save none, and another organization sees and changes none', async () => {
  expect(await post(PAYING, agent)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  const { id } = await create(PAYING);
  const stranger = await accessToken({ org: 'org_2' });
  expect(await list(stranger)).toEqual([]);
  for (const answer of [
    await put(id, PAYING, stranger),
    await api.send('DELETE', `/v1/segments/${id}`, { token: stranger }),
  ]) {
    expect(answer).toMatchObject({ status: 404, json: { code: 'not_found' } });
  }
  const foreign = await api.send('GET', `/v1/merchants?segment=${id}`, { token: stranger });
  expect(foreign).toMatchObject({ status: 404, json: { code: 'segment_not_found' } });
  expect(await list()).toHaveLength(1);
});

test('a name is of one segment, in whatever case; it is free again when that is deleted', async () => {
  const { id } = await create(PAYING);
  expect(await post({ ...PAYING, name: 'PAYING' })).toMatchObject({
    status: 409,
    json: { code: 'segment_name_taken' },
  });
  const other = await create({ ...PAYING, name: 'Other' });
  expect((await put(other.id, PAYING)).json.code).toBe('segment_name_taken');
  expect((await put(id, { ...PAYING, name: 'paying' })).status).toBe(200);
  await api.send('DELETE', `/v1/segments/${id}`, { token: owner });
  expect((await post(PAYING)).status).toBe(201);
});

test('an organization has a bounded number of them', async () => {
  for (let one = 0; one < MOST_SEGMENTS; one += 1) await create({ ...PAYING, name: `Segment ${one}` });
  expect(await post(PAYING)).toMatchObject({ status: 422, json: { code: 'segment_limit' } });
}, 60_000);

const good = { statuses: ['active'] };
test.each([
  [{ criteria: good }, 'invalid_field', '/name'],
  [{ name: ' ends ', criteria: good }, 'invalid_field', '/name'],
  [{ name: '', criteria: good }, 'invalid_field', '/name'],
  [{ name: 'x'.repeat(81), criteria: good }, 'invalid_field', '/name'],
  [{ name: 'NUL \0 within', criteria: good }, 'invalid_field', '/name'],
  [{ name: 'x' }, 'invalid_field', '/criteria'],
  [{ name: 'x', criteria: {} }, 'invalid_criteria', '/criteria'],
  [{ name: 'x', criteria: { status: ['active'] } }, 'unknown_field', undefined],
  [{ name: 'x', criteria: { statuses: [] } }, 'invalid_field', '/criteria/statuses'],
  [{ name: 'x', criteria: { statuses: ['gone'] } }, 'invalid_field', '/criteria/statuses/0'],
  [{ name: 'x', criteria: { plans: ['\0'] } }, 'invalid_field', '/criteria/plans/0'],
  [{ name: 'x', criteria: { appIds: ['4'] } }, 'invalid_app_id', '/criteria/appIds/0'],
  [{ name: 'x', criteria: { mrr: { currencyCode: 'USD' } } }, 'invalid_criteria', '/criteria/mrr'],
  [{ name: 'x', criteria: { mrr: { currencyCode: 'usd', from: '1' } } }, 'invalid_field', '/criteria/mrr/currencyCode'],
  [{ name: 'x', criteria: { mrr: { currencyCode: 'USD', from: 10 } } }, 'invalid_field', '/criteria/mrr/from'],
  [{ name: 'x', criteria: { mrr: { currencyCode: 'USD', from: '1e3' } } }, 'invalid_criteria', '/criteria/mrr/from'],
  [{ name: 'x', criteria: { mrr: { currencyCode: 'USD', from: '-1' } } }, 'invalid_criteria', '/criteria/mrr/from'],
  [{ name: 'x', criteria: { mrr: { currencyCode: 'USD', from: '9.999' } } }, 'invalid_criteria', '/criteria/mrr'],
  [{ name: 'x', criteria: { mrr: { currencyCode: 'JPY', from: '9.5' } } }, 'invalid_criteria', '/criteria/mrr'],
  [
    { name: 'x', criteria: { mrr: { currencyCode: 'USD', from: '10', to: '9.99' } } },
    'invalid_criteria',
    '/criteria/mrr',
  ],
  [{ name: 'x', criteria: { trialEndsWithinDays: 0 } }, 'invalid_field', '/criteria/trialEndsWithinDays'],
  [{ name: 'x', criteria: { trialEndsWithinDays: 1.5 } }, 'invalid_field', '/criteria/trialEndsWithinDays'],
  [{ name: 'x', criteria: { installed: {} } }, 'invalid_criteria', '/criteria/installed'],
  [{ name: 'x', criteria: { installed: { from: '2026-02-30' } } }, 'invalid_criteria', '/criteria/installed/from'],
  [{ name: 'x', criteria: { left: { from: '2026-02-03', to: '2026-02-02' } } }, 'invalid_criteria', '/criteria/left'],
])('%j is refused: %s', async (body, code, pointer) => {
  const { status, json } = await post(body);
  expect({
    status,
    code: json.code,
    pointers: (json['errors'] as { pointer: string }[] | undefined)?.[0]?.pointer,
  }).toEqual({
    status: 422,
    code,
    pointers: pointer,
  });
  expect(await list()).toEqual([]);
});

test.each(['status=active', 'plan=Pro', 'appId=gid://partners/App/1'])(
  'a segment is not filtered by %s besides: its criteria say that',
  async (other) => {
    const { id } = await create(PAYING);
    for (const path of ['/v1/merchants', '/v1/merchants.csv']) {
      const { status, json } = await api.send('GET', `${path}?segment=${id}&${other}`, { token: agent });
      const errors = [{ parameter: 'segment', code: 'invalid_query' }];
      expect({ status, errors: json['errors'] }).toEqual({ status: 422, errors });
    }
  },
);

test('amounts are compared as they are shown', async () => {
  const [{ mrr, currency }] = await api.sql<[{ mrr: string; currency: string }]>`
    select mrr::text as mrr, currency from merchant_app_money where mrr > 0 limit 1
  `;
  const shown = (BigInt(mrr) / 12_000_000n).toString();
  // A third of a cent beyond what is shown, as a year's price has it.
  await api.sql`update merchant_app_money set mrr = mrr - mrr % 12000000 + 40000 where mrr = ${mrr} and currency = ${currency}`;
  const range = { currencyCode: currency, from: shown, to: shown };
  expect((await create({ name: 'Exactly', criteria: { mrr: range } })).members).toBeGreaterThan(0);
  await api.sql`update merchant_app_money set mrr = mrr + 20000 where mrr % 12000000 = 40000 and currency = ${currency}`;
  expect((await create({ name: 'A cent more', criteria: { mrr: range } })).members).toBe(0);
});

test('what is done is told to owners', async () => {
  const { id } = await create(PAYING);
  await put(id, { ...PAYING, name: 'Lost' });
  await api.send('DELETE', `/v1/segments/${id}`, { token: owner });
  const { json } = await api.send('GET', '/v1/audit?limit=3', { token: owner });
  expect(json.items.map(({ action, detail }) => ({ action, detail }))).toEqual(
    ['delete_segment', 'change_segment', 'create_segment'].map((action) => ({ action, detail: { segment: id } })),
  );
});
