import { type Answered, startTestApi, type TestApi } from '../../../test/support/servers/api.js';
import { accessToken } from '../../../test/support/servers/tokens.js';
import { withTenant } from '../../postgres/tenant.js';
import { KEY_HELD_MS } from '../load/deadlines.js';
import { claimKey, keepAnswer } from './store-idempotency.js';

let api: TestApi;
let owner: string;

beforeAll(async () => {
  api = await startTestApi();
  owner = await accessToken();
});
afterAll(() => api.close());

let lastOrganization = 2_000_000;
function partner() {
  const partnerOrganizationId = String(++lastOrganization);
  const partnerToken = `prtapi_${partnerOrganizationId}${'i'.repeat(24)}`;
  const organization = api.simulator.world.found(partnerOrganizationId);
  organization.issue(partnerToken);
  return { body: { partnerOrganizationId, accessToken: partnerToken }, organization };
}

const connect = (key: string, body: object, token = owner): Promise<Answered> =>
  api.send('POST', '/v1/connections', { token, body, headers: { 'idempotency-key': key } });

test('a repeated request has the effect of one, and gets the same bytes', async () => {
  const { body } = partner();
  const first = await connect('once', body);
  const again = await connect('once', body);
  expect(first.status).toBe(201);
  expect([again.status, again.text]).toEqual([201, first.text]);
  expect(await api.sql`select generation from connections where id = ${first.json.id}`).toEqual([{ generation: 1 }]);
});

test('a refusal is repeated too, and does not ask Shopify again', async () => {
  const { body, organization } = partner();
  organization.revoke(body.accessToken);
  const first = await connect('refused', body);
  const asked = api.simulator.log.list().length;
  const again = await connect('refused', body);
  expect([again.status, again.text]).toEqual([422, first.text]);
  expect(again.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(api.simulator.log.list()).toHaveLength(asked);
});

test('"try again later" is not remembered', async () => {
  const { body } = partner();
  api.simulator.faults.set([
    { when: { organizationId: body.partnerOrganizationId }, effect: { kind: 'http', status: 502 } },
  ]);
  expect((await connect('later', body)).status).toBe(503);
  api.simulator.faults.set([]);
  expect((await connect('later', body)).status).toBe(201);
});

test('the key of another request is refused, whatever differs', async () => {
  const { body } = partner();
  const { json } = await connect('reused', body);
  const others = [
    await connect('reused', partner().body),
    await api.send('POST', `/v1/connections/${json.id}/sync`, {
      token: owner,
      headers: { 'idempotency-key': 'reused' },
    }),
  ];
  for (const other of others) expect([other.status, other.json.code]).toEqual([422, 'idempotency_key_reused']);
});

test('while the first is in flight the second is told so', async () => {
  const { body } = partner();
  api.simulator.faults.set([
    { when: { organizationId: body.partnerOrganizationId }, effect: { kind: 'delay', ms: 1_000 } },
  ]);
  const answers = await Promise.all([connect('flight', body), connect('flight', body)]);
  api.simulator.faults.set([]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)?.json.code).toBe('idempotency_in_flight');
});

test('each organization has its own keys', async () => {
  const { body } = partner();
  const other = await accessToken({ org: 'org_2' });
  expect((await connect('shared', body)).status).toBe(201);
  expect((await connect('shared', body, other)).status).toBe(201);
});

test.each([
  ['too long', 'k'.repeat(256)],
  ['blank inside', 'a b'],
])('a key that is %s is malformed', async (_, key) => {
  const { status, json } = await connect(key, partner().body);
  expect([status, json.code]).toEqual([400, 'malformed_request']);
});

test('an answer is forgotten after a day, and a request that died when none can last so long', async () => {
  const { body } = partner();
  const { json } = await connect('old', body);
  const [stored] = await api.sql<{ key: string }[]>`
    select key from idempotency_keys order by created_at desc limit 1
  `;
  const key = stored?.key ?? '';
  const age = (seconds: number) =>
    api.sql`update idempotency_keys set created_at = now() - ${seconds} * interval '1 second' where key = ${key}`;
  await age(23 * 3600);
  expect((await connect('old', body)).status).toBe(201);
  await age(25 * 3600);
  expect((await connect('old', body)).status).toBe(409);
  await api.sql`update idempotency_keys set response_status = null, response_body = null where key = ${key}`;
  expect((await connect('old', body)).json.code).toBe('idempotency_in_flight');
  await age(KEY_HELD_MS / 1000 + 1);
  expect((await connect('old', body)).json.code).toBe('already_connected');
  expect(json.id).toBeDefined();
});

test('a request that lasts longer than its claim does not answer for the one that took the key over', async () => {
  const tenant = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(api.sql, 'org_1', work);
  const claim = (longestMs: number) => tenant((one) => claimKey(one, 'taken over', 'hash', longestMs));
  const [first, second] = [await claim(0), await claim(0)];
  if (first.outcome !== 'claimed' || second.outcome !== 'claimed') throw new Error('the key was not claimed');
  await tenant((one) => keepAnswer(one, first.held, { status: 200, body: 'first' }));
  expect(await claim(60_000)).toEqual({ outcome: 'in_flight' });
  await tenant((one) => keepAnswer(one, second.held, { status: 200, body: 'second' }));
  expect(await claim(60_000)).toMatchObject({ outcome: 'answered', answer: { body: 'second' } });
});

test('what is stored of a request tells neither its body nor its key: either may hold a token', async () => {
  const { body } = partner();
  const pasted = `prtapi_${'k'.repeat(32)}`;
  await connect(pasted, body);
  const rows = await api.sql<{ text: string }[]>`select k::text as text from idempotency_keys k`;
  expect(rows.map(({ text }) => text).join()).not.toMatch(new RegExp(`${body.accessToken}|${pasted}|k{32}`));
});
