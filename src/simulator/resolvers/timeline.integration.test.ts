import { type Simulator, startSimulator } from '../simulator.js';
import { type AnsweredPage, ask } from '../testing.js';
import { SmallWorld } from '../testing-world.js';

interface Node {
  readonly eventType: string;
  readonly occurredAt: string;
}

const QUERY = `query R($filter: EventFilterInput, $first: Int, $after: String, $order: EventOrder) {
  events(filter: $filter, first: $first, after: $after, orderBy: $order) {
    edges { cursor node { __typename id eventType occurredAt shop { id } subject { ... on AppReference { id name } } } }
    pageInfo { hasNextPage endCursor } } }`;

let simulator: Simulator;
let small: SmallWorld;

beforeEach(async () => {
  small = new SmallWorld();
  const clock = () => Date.parse('2026-06-30T00:00:00Z');
  simulator = await startSimulator({ world: small.world, settings: { requestsPerSecond: null }, clock });
});
afterEach(() => simulator.close());

type Page = AnsweredPage<Node> & { readonly pageInfo: { readonly endCursor: string | null } };

async function events(variables: object = {}): Promise<Page> {
  const { body } = await ask(simulator, small, QUERY, variables);
  if (!body.data?.events) throw new Error(body.errors?.[0]?.message);
  return body.data.events as Page;
}

const days = ({ edges }: Page) => edges.map(({ node }) => node.occurredAt.slice(0, 10));

test('events and earnings of all apps, with ids of the other namespace and numbers of their own', async () => {
  small.event('2026-06-20T00:00:00Z');
  small.sale('2026-06-21T00:00:00Z', { grossAmount: null, shopifyFee: null });
  small.sale('2026-06-22T00:00:00Z', {
    typename: 'TaxTransaction',
    app: null,
    shop: null,
    taxType: 'SALE_SHOPIFY_FEE',
  });
  small.event('2026-06-23T00:00:00Z', { type: 'SUBSCRIPTION_CHARGE_ACCEPTED' });
  const { edges } = await events();
  expect(edges.map(({ node }) => node)).toMatchObject([
    { __typename: 'Earning', eventType: 'EARNING_CHARGE_RECURRING' },
    {
      __typename: 'Relationship',
      eventType: 'RELATIONSHIP_INSTALLED',
      shop: { id: 'gid://shopify/Shop/921' },
      subject: { id: 'gid://shopify/App/11', name: 'Small App' },
    },
  ]);
});

test('no date is the last thirty days, one date is thirty days from it, a year is the most', async () => {
  for (const day of ['2026-03-01', '2026-03-30', '2026-05-01', '2026-06-15']) small.event(`${day}T00:00:00Z`);
  expect(days(await events())).toEqual(['2026-06-15']);
  expect(days(await events({ filter: { occurredAtMin: '2026-03-01T00:00:00Z' } }))).toEqual([
    '2026-03-30',
    '2026-03-01',
  ]);
  expect(days(await events({ filter: { occurredAtMax: '2026-05-01T00:00:00Z' } }))).toEqual(['2026-05-01']);
  const year = { occurredAtMin: '2025-06-30T00:00:00Z', occurredAtMax: '2026-06-30T00:00:00Z' };
  expect((await events({ filter: year })).edges).toHaveLength(4);
  await expect(events({ filter: { ...year, occurredAtMin: '2025-06-29T23:59:59Z' } })).rejects.toThrow('365');
});

test('in either order, with a cursor that is bound to it and null on an empty page', async () => {
  for (const day of ['10', '11', '12']) small.event(`2026-06-${day}T00:00:00Z`);
  const oldest = await events({ first: 2, order: 'OCCURRED_AT_ASC' });
  expect(days(oldest)).toEqual(['2026-06-10', '2026-06-11']);
  const after = oldest.pageInfo.endCursor;
  expect(after).toBe(oldest.edges[1]?.cursor);
  expect(days(await events({ first: 2, order: 'OCCURRED_AT_ASC', after }))).toEqual(['2026-06-12']);
  await expect(events({ after })).rejects.toThrow('cursor');
  expect(await events({ filter: { eventTypes: ['CREDIT_FAILED'] } })).toEqual({
    edges: [],
    pageInfo: { hasNextPage: false, endCursor: null },
  });
});

test('a shop needs its app, themes are not served, ids are Shopify’s, 250 is the most', async () => {
  small.event('2026-06-20T00:00:00Z');
  const shopId = 'gid://shopify/Shop/921';
  await expect(events({ filter: { shopId } })).rejects.toThrow('subjectId');
  expect((await events({ filter: { shopId, subjectId: 'gid://shopify/App/11' } })).edges).toHaveLength(1);
  await expect(events({ filter: { subjectId: 'gid://partners/App/11' } })).rejects.toThrow("Use 'shopify' instead");
  await expect(events({ filter: { subjectType: 'THEME' } })).rejects.toThrow('APP');
  expect((await events({ first: 250 })).edges).toHaveLength(1);
  await expect(events({ first: 251 })).rejects.toThrow('250');
});
