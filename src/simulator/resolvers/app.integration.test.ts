import { type Simulator, startSimulator } from '../simulator.js';
import { type AnsweredPage, ask, walk } from '../testing.js';
import { SmallWorld } from '../testing-world.js';

interface Node {
  readonly type: string;
  readonly occurredAt: string;
}

const QUERY = `query E($id: ID!, $first: Int, $after: String, $types: [AppEventTypes!], $shop: ID, $charge: ID) {
  app(id: $id) { id name events(first: $first, after: $after, types: $types, shopId: $shop, chargeId: $charge) {
    edges { cursor node { __typename type occurredAt shop { id myshopifyDomain avatarUrl }
      ... on RelationshipUninstalled { reason description }
      ... on AppSubscriptionEvent { charge { id name test billingOn amount { amount currencyCode } } } } }
    pageInfo { hasNextPage } } } }`;
const APP = 'gid://partners/App/11';

let simulator: Simulator;
let small: SmallWorld;

beforeEach(async () => {
  small = new SmallWorld();
  simulator = await startSimulator({ world: small.world, settings: { requestsPerSecond: null } });
});
afterEach(() => simulator.close());

async function events(variables: object): Promise<AnsweredPage<Node>> {
  const { body } = await ask(simulator, small, QUERY, { id: APP, ...variables });
  if (!body.data?.app) throw new Error(JSON.stringify(body.errors));
  return (body.data.app as { events: AnsweredPage<Node> }).events;
}

test('events are told newest first, with what their kind has', async () => {
  const charge = {
    id: 'gid://partners/AppSubscription/5',
    name: 'Pro',
    amount: { amount: '29.0', currencyCode: 'USD' },
  };
  small.event('2026-03-01T10:00:00Z');
  small.event('2026-03-01T10:01:00Z', {
    type: 'SUBSCRIPTION_CHARGE_ACTIVATED',
    charge: { ...charge, test: false, billingOn: '2026-03-15T00:00:00.000000Z' },
  });
  small.event('2026-03-09T10:01:00Z', { type: 'RELATIONSHIP_UNINSTALLED', reason: 'Zu teuer' });
  const { edges } = await events({ first: 100 });
  expect(edges.map(({ node }) => node)).toMatchObject([
    { __typename: 'RelationshipUninstalled', reason: 'Zu teuer', description: null },
    {
      __typename: 'SubscriptionChargeActivated',
      charge: { ...charge, test: false, billingOn: '2026-03-15T00:00:00.000000Z' },
    },
    {
      __typename: 'RelationshipInstalled',
      type: 'RELATIONSHIP_INSTALLED',
      occurredAt: '2026-03-01T10:00:00.000000Z',
      shop: { id: 'gid://partners/Shop/21', myshopifyDomain: 'alder.myshopify.com', avatarUrl: null },
    },
  ]);
  expect((await events({ charge: 'gid://shopify/AppSubscription/5' })).edges).toHaveLength(1);
  expect((await events({ types: ['RELATIONSHIP_INSTALLED'] })).edges).toHaveLength(1);
  expect((await events({ shop: 'gid://partners/Shop/22' })).edges).toHaveLength(0);
});

test('a walk of all pages is whole, and a page of more than a hundred takes the app with it', async () => {
  for (let minute = 0; minute < 25; minute += 1) small.event(`2026-03-01T10:${String(minute).padStart(2, '0')}:00Z`);
  expect(await walk((after) => events({ first: 10, after }))).toHaveLength(25);
  const { body } = await ask(simulator, small, QUERY, { id: APP, first: 101 });
  expect(body).toMatchObject({ data: { app: null }, errors: [{ path: ['app', 'events'] }] });
});

test('an unknown app is null; an id of another namespace is refused in Shopify’s words', async () => {
  const two = '{ none: app(id: "gid://partners/App/12") { id } some: app(id: "gid://partners/App/11") { name } }';
  expect((await ask(simulator, small, two)).body.data).toEqual({ none: null, some: { name: 'Small App' } });
  const { body } = await ask(simulator, small, '{ app(id: "gid://shopify/App/11") { id } }');
  expect(body).toMatchObject({
    data: { app: null },
    errors: [{ message: "Invalid GID app name 'shopify'. Use 'partners' instead", path: ['app'] }],
  });
});

test('activeSubscription knows no contract, and says of an unknown app what was recorded', async () => {
  const of = (app: number) =>
    `{ activeSubscription(appId: "gid://shopify/App/${app}", shopId: "gid://shopify/Shop/921") { billingPeriod } }`;
  expect((await ask(simulator, small, of(11))).body).toEqual({ data: { activeSubscription: null } });
  const { body } = await ask(simulator, small, of(12));
  expect(body.errors).toEqual([
    { message: 'App not found', locations: [{ line: 1, column: 3 }], path: ['activeSubscription'] },
  ]);
});
