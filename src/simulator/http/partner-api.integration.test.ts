import { createHash } from 'node:crypto';
import { type Simulator, startSimulator } from '../simulator.js';
import { ask, control, loggedRequests } from '../testing.js';
import { SmallWorld } from '../testing-world.js';

const VERSIONS = '{ publicApiVersions { handle supported displayName } }';
const TRANSACTIONS = '{ transactions(first: 1) { edges { node { id } } } }';
const BOTH = '{ events(first: 1) { edges { node { id } } } transactions(first: 1) { edges { node { id } } } }';

let simulator: Simulator;
let small: SmallWorld;

beforeEach(async () => {
  small = new SmallWorld();
  simulator = await startSimulator({ world: small.world });
});
afterEach(() => simulator.close());

test('a wrong token, a token of another organization and no such organization are all 401', async () => {
  await control(simulator, 'PUT', 'token', { organizationId: '4712', token: 'prtapi_other' });
  for (const client of [
    { organizationId: '4711', token: 'prtapi_wrong' },
    { organizationId: '4711', token: 'prtapi_other' },
    { organizationId: '4713', token: small.token },
  ]) {
    const { status, body } = await ask(simulator, client, VERSIONS);
    expect(status).toBe(401);
    expect(body).toEqual({ errors: [{ message: 'Invalid access token', extensions: { code: '401' } }] });
  }
});

test('a revoked token is refused from then on', async () => {
  expect((await ask(simulator, small, VERSIONS)).status).toBe(200);
  await control(simulator, 'PUT', 'token', { organizationId: small.organizationId, token: small.token, revoked: true });
  expect((await ask(simulator, small, VERSIONS)).status).toBe(401);
});

test('an unknown version is 404, a long query 400, a body that is no query 400', async () => {
  expect(await ask(simulator, small, VERSIONS, {}, '2025-07')).toMatchObject({
    status: 404,
    body: { errors: [{ message: 'Invalid API version', extensions: { code: '404' } }] },
  });
  expect(await ask(simulator, small, `${VERSIONS} #${'x'.repeat(50_000)}`)).toMatchObject({
    status: 400,
    body: { errors: [{ message: 'Maximum query length is 50000 characters' }] },
  });
  const address = `${simulator.url}/4711/api/2026-07/graphql.json`;
  const headers = { 'content-type': 'application/json', 'x-shopify-access-token': small.token };
  expect((await fetch(address, { method: 'POST', headers, body: '{"query":' })).status).toBe(400);
  expect((await fetch(address, { method: 'POST', headers, body: '{}' })).status).toBe(400);
});

test('versions are listed, and can be retired', async () => {
  const listed = (await ask(simulator, small, VERSIONS)).body.data?.publicApiVersions;
  expect(listed).toContainEqual({ handle: '2026-07', supported: true, displayName: '2026-07' });
  await control(simulator, 'PUT', 'versions', { versions: [{ handle: '2026-10', supported: true }] });
  expect((await ask(simulator, small, VERSIONS)).status).toBe(404);
});

test('a version without a field refuses the queries that ask for it, also where they skip it, and no others', async () => {
  simulator.settings.requestsPerSecond = null;
  await control(simulator, 'PUT', 'versions', {
    versions: [
      { handle: '2026-07', supported: true },
      { handle: '2026-10', supported: true, without: ['Transaction.id'] },
    ],
  });
  const skipped = TRANSACTIONS.replace('(first: 1)', '(first: 1) @skip(if: true)');
  for (const query of [TRANSACTIONS, skipped]) {
    expect((await ask(simulator, small, query)).body.errors).toBeUndefined();
    const { body } = await ask(simulator, small, query, {}, '2026-10');
    expect(body.errors?.[0]?.message).toBe("Field 'id' doesn't exist on type 'Transaction'");
  }
  expect((await ask(simulator, small, skipped)).body).toEqual({ data: {} });
  expect((await ask(simulator, small, VERSIONS, {}, '2026-10')).status).toBe(200);
  await expect(
    control(simulator, 'PUT', 'versions', { versions: [{ handle: 'x', supported: true, without: ['Shop.x'] }] }),
  ).rejects.toThrow('no such field');
});

test('an answer carries the served version and an id of its own', async () => {
  const [one, two] = [await ask(simulator, small, VERSIONS), await ask(simulator, small, VERSIONS)];
  expect(one.headers.get('x-shopify-api-version')).toBe('2026-07');
  expect(one.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(one.headers.get('x-request-id')).not.toBe(two.headers.get('x-request-id'));
});

test('the fifth request within a second is throttled, in the form that is set', async () => {
  const statuses = async () =>
    (await Promise.all(Array.from({ length: 6 }, () => ask(simulator, small, VERSIONS)))).map(({ status }) => status);
  expect((await statuses()).sort()).toEqual([200, 200, 200, 200, 429, 429]);
  await control(simulator, 'PUT', 'rate-limit', { requestsPerSecond: 4, form: 'body', retryAfter: '2' });
  const { status, body, headers } = await ask(simulator, small, VERSIONS);
  expect(status).toBe(200);
  expect(body).toEqual({ errors: [{ message: 'Too many requests', extensions: { code: '429' } }] });
  expect(headers.get('retry-after')).toBe('2');
  await control(simulator, 'PUT', 'rate-limit', { requestsPerSecond: null });
  expect(await statuses()).toEqual([200, 200, 200, 200, 200, 200]);
});

test('each token has a limit of its own', async () => {
  await control(simulator, 'PUT', 'token', { organizationId: small.organizationId, token: 'prtapi_second' });
  const second = { organizationId: small.organizationId, token: 'prtapi_second' };
  const asked = [small, small, small, small, second, second].map((client) => ask(simulator, client, VERSIONS));
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
});

test.each([
  ['null', 200, { data: null, errors: [{ path: ['transactions'] }] }],
  ['partial', 200, { data: { transactions: null, events: { edges: [] } }, errors: [{ path: ['transactions'] }] }],
  ['http_403', 403, { errors: [{ extensions: { code: 'ACCESS_DENIED' } }] }],
] as const)('a token without View financials is denied in the form %s', async (form, status, body) => {
  const denial = { form, code: 'ACCESS_DENIED' };
  const { organizationId, token } = small;
  await control(simulator, 'PUT', 'token', { organizationId, token, permissions: ['manage_apps'], denial });
  expect(await ask(simulator, small, BOTH)).toMatchObject({ status, body });
  expect((await ask(simulator, small, VERSIONS)).body.errors).toBeUndefined();
});

test('without Manage apps neither apps nor their events are told, transactions are', async () => {
  await control(simulator, 'PUT', 'token', { ...clientOf(small), permissions: ['view_financials'] });
  small.sale('2026-03-01T00:00:00Z');
  const app = '{ app(id: "gid://partners/App/11") { id } }';
  expect((await ask(simulator, small, app)).body).toMatchObject({ data: { app: null }, errors: [{ path: ['app'] }] });
  expect((await ask(simulator, small, TRANSACTIONS)).body.errors).toBeUndefined();
});

test('mutations are refused', async () => {
  const mutation = `mutation { appCreditCreate(appId: "gid://partners/App/11", shopId: "gid://partners/Shop/21",
    description: "x", amount: { amount: "1.0", currencyCode: USD }) { appCredit { id } } }`;
  expect((await ask(simulator, small, mutation)).body).toMatchObject({
    data: { appCreditCreate: null },
    errors: [{ path: ['appCreditCreate'] }],
  });
});

test('an answer takes as long as the latency says, and many wait side by side', async () => {
  await control(simulator, 'PUT', 'rate-limit', { requestsPerSecond: null });
  await control(simulator, 'PUT', 'latency', { ms: 300 });
  const started = performance.now();
  await Promise.all(Array.from({ length: 10 }, () => ask(simulator, small, VERSIONS)));
  const took = performance.now() - started;
  expect(took).toBeGreaterThanOrEqual(300);
  expect(took).toBeLessThan(1500);
});

test('the log tells what was asked and answered, with the token’s hash alone', async () => {
  small.sales(3);
  await ask(simulator, small, 'query Q($n: Int) { newest: transactions(first: $n) { edges { node { id } } } }', {
    n: 2,
  });
  await ask(simulator, { ...clientOf(small), token: 'prtapi_wrong' }, VERSIONS);
  const log = await loggedRequests(simulator);
  expect(log).toMatchObject([
    {
      number: 1,
      organizationId: '4711',
      version: '2026-07',
      tokenHash: createHash('sha256').update(small.token).digest('hex'),
      fields: [{ alias: 'newest', field: 'transactions', rows: 2 }],
      variables: { n: 2 },
      status: 200,
      rows: 2,
    },
    { number: 2, status: 401, rows: 0 },
  ]);
  expect(JSON.stringify(log)).not.toContain('prtapi_');
  expect(await loggedRequests(simulator, 1)).toHaveLength(1);
  await control(simulator, 'DELETE', 'requests');
  expect(await loggedRequests(simulator)).toEqual([]);
});

function clientOf({ organizationId, token }: SmallWorld) {
  return { organizationId, token };
}
