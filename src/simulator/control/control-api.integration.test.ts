import { get } from 'node:http';
import { type Simulator, startSimulator } from '../simulator.js';
import { ask, control } from '../testing.js';

const client = { organizationId: '815', token: 'prtapi_control_test' };
const app = { number: '11', name: 'App' };
const shop = { number: '21', name: 'Shop', myshopifyDomain: 'shop.myshopify.com' };
const sale = {
  type: 'AppSubscriptionSale',
  number: '1',
  createdAt: '2026-03-01T00:00:00Z',
  appNumber: '11',
  shopNumber: '21',
  chargeId: 'gid://shopify/AppSubscription/5',
  billingInterval: 'EVERY_30_DAYS',
  grossAmount: { amount: '10.0', currencyCode: 'USD' },
  netAmount: { amount: '8.5', currencyCode: 'USD' },
};
const installed = {
  type: 'RELATIONSHIP_INSTALLED',
  appNumber: '11',
  shopNumber: '21',
  occurredAt: '2026-03-01T00:00:00Z',
};

const QUERY = `{
  transactions { edges { node { id ... on AppSubscriptionSale { netAmount { amount } shop { name } } } } }
  app(id: "gid://partners/App/11") { name events { edges { node { type } } } } }`;

let simulator: Simulator;
let now = Date.parse('2026-03-10T00:00:00Z');

beforeEach(async () => {
  simulator = await startSimulator({ settings: { requestsPerSecond: null }, clock: () => now });
  await control(simulator, 'PUT', 'token', client);
});
afterEach(() => simulator.close());

const { organizationId } = client;
const rows = (body: object) => control(simulator, 'POST', 'rows', { organizationId, ...body });
const told = async () => (await ask(simulator, client, QUERY)).body.data;

interface LedgerAnswer {
  readonly transactions: { id: string; visible: boolean; visibleAt: string; node: object }[];
  readonly events: { key: string }[];
}
const ledger = async () => (await control(simulator, 'GET', `ledger?organizationId=${organizationId}`)) as LedgerAnswer;

test('rows are put, changed in place and taken out again', async () => {
  expect(await rows({ put: { apps: [app], shops: [shop], transactions: [sale], events: [installed] } })).toEqual({
    put: 2,
    removed: 0,
  });
  const first = { id: 'gid://partners/AppSubscriptionSale/1', netAmount: { amount: '8.5' }, shop: { name: 'Shop' } };
  expect(await told()).toEqual({
    transactions: { edges: [{ node: first }] },
    app: { name: 'App', events: { edges: [{ node: { type: 'RELATIONSHIP_INSTALLED' } }] } },
  });
  await rows({
    put: { transactions: [{ ...sale, netAmount: { amount: '7.00', currencyCode: 'USD' } }], events: [installed] },
  });
  expect(await told()).toMatchObject({
    transactions: { edges: [{ node: { netAmount: { amount: '7.00' } } }] },
    app: { events: { edges: [{}] } },
  });
  const { events } = await ledger();
  expect(
    await rows({ remove: { transactions: [first.id], events: events.map(({ key }) => key), apps: ['11'] } }),
  ).toEqual({ put: 0, removed: 3 });
  expect(await told()).toEqual({ transactions: { edges: [] }, app: null });
});

test('a shop that is renamed is renamed in every row', async () => {
  await rows({ put: { apps: [app], shops: [shop], transactions: [sale] } });
  await rows({ put: { shops: [{ ...shop, name: 'REDACTED' }] } });
  expect(await told()).toMatchObject({ transactions: { edges: [{ node: { shop: { name: 'REDACTED' } } }] } });
});

test('a late row is in the ledger before anyone can see it', async () => {
  await rows({ put: { apps: [app], shops: [shop], transactions: [{ ...sale, visibleAt: '2026-03-10T00:00:01Z' }] } });
  expect((await ledger()).transactions).toMatchObject([{ visible: false, visibleAt: '2026-03-10T00:00:01.000000Z' }]);
  expect(await told()).toMatchObject({ transactions: { edges: [] } });
  now += 1000;
  expect((await ledger()).transactions).toMatchObject([{ visible: true, node: { netAmount: sale.netAmount } }]);
  expect(await told()).toMatchObject({ transactions: { edges: [{}] } });
});

test('a damaged row is sent as it was written, at any depth', async () => {
  const asSent = { createdAt: 'infinity', shop: { name: '\u0000' }, netAmount: { amount: 'NaN' } };
  await rows({ put: { apps: [app], shops: [shop], transactions: [{ ...sale, asSent }] } });
  expect(await told()).toMatchObject({
    transactions: { edges: [{ node: { netAmount: { amount: 'NaN' }, shop: { name: '\u0000' } } }] },
  });
});

test.each([
  ['PUT', 'latency', { ms: -1 }, 'ms'],
  ['PUT', 'latency', { ms: 5, seconds: 1 }, 'seconds'],
  ['PUT', 'faults', { faults: [{ effect: { kind: 'earthquake' } }] }, 'effect'],
  ['PUT', 'token', { organizationId: 'x', token: 't' }, 'organizationId'],
  ['POST', 'rows', { organizationId: '815', put: { transactions: [{ ...sale, createdAt: 'noon' }] } }, 'createdAt'],
  ['POST', 'rows', { organizationId: '815', put: { transactions: [{ ...sale, appNumber: '99' }] } }, 'no app 99'],
  ['GET', 'ledger?organizationId=1', undefined, 'no organization 1'],
  ['GET', 'requests?since=1', undefined, 'since'],
  ['GET', 'weather', undefined, 'GET /control/requests'],
] as const)('%s %s %j is refused and says why', async (method, path, body, why) => {
  await expect(control(simulator, method, path, body)).rejects.toThrow(why);
});

test.each([
  ['localhost:4001', 200],
  ['127.0.0.1', 200],
  ['[::1]:4001', 200],
  ['rebound.example', 403],
  ['rebound.example:4001', 403],
  ['127.0.0.1.rebound.example', 403],
])('called as “%s” it answers %d: a page of another site may have its name point here', async (host, expected) => {
  const { port } = new URL(simulator.controlUrl);
  const status = await new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/control/requests', headers: { host, connection: 'close' } };
    get(options, (response) => resolve(response.resume().statusCode)).on('error', reject);
  });
  expect(status).toBe(expected);
});
