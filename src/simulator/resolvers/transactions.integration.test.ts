import { type Simulator, startSimulator } from '../simulator.js';
import { type AnsweredPage, ask, walk } from '../testing.js';
import { micro, SmallWorld } from '../testing-world.js';

interface Node {
  readonly id: string;
  readonly createdAt: string;
}
type Page = AnsweredPage<Node>;

const QUERY = `query T($first: Int, $last: Int, $after: String, $before: String, $min: DateTime, $max: DateTime,
  $app: ID, $shop: ID, $domain: String, $types: [TransactionType!]) {
  transactions(first: $first, last: $last, after: $after, before: $before, createdAtMin: $min, createdAtMax: $max,
    appId: $app, shopId: $shop, myshopifyDomain: $domain, types: $types) {
    edges { cursor node { id createdAt } } pageInfo { hasNextPage hasPreviousPage } } }`;

let simulator: Simulator;
let small: SmallWorld;

beforeEach(async () => {
  small = new SmallWorld();
  simulator = await startSimulator({ world: small.world, settings: { requestsPerSecond: null } });
});
afterEach(() => simulator.close());

async function page(variables: object): Promise<Page> {
  const { body } = await ask(simulator, small, QUERY, variables);
  if (!body.data) throw new Error(JSON.stringify(body.errors));
  return body.data.transactions as Page;
}

async function refusal(variables: object): Promise<string> {
  const { status, body } = await ask(simulator, small, QUERY, variables);
  expect(status).toBe(200);
  expect(body.data).toBeNull();
  return body.errors?.[0]?.message ?? '';
}

const numbers = ({ edges }: Page) => edges.map(({ node }) => Number(node.id.split('/').at(-1)));

test('newest first, a hundred a page, walked by the last cursor: all rows, each once', async () => {
  small.sales(250);
  const first = await page({ first: 100 });
  expect(first.edges).toHaveLength(100);
  expect(first.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false });
  const walked = await walk((after) => page({ first: 100, after }));
  expect(walked.map(({ id }) => id)).toEqual(
    Array.from({ length: 250 }, (_, n) => `gid://partners/AppSubscriptionSale/${250 - n}`),
  );
});

test('three hundred rows of one instant keep their order across pages', async () => {
  for (let count = 0; count < 300; count += 1) small.sale('2026-03-01T12:00:00Z');
  const walked = await walk((after) => page({ first: 70, after }));
  expect(new Set(walked.map(({ id }) => id)).size).toBe(300);
  expect(walked.map(({ id }) => id)).toEqual((await walk((after) => page({ first: 9, after }))).map(({ id }) => id));
});

test('rows that come while a walk goes on neither repeat nor hide others', async () => {
  small.sales(20);
  const first = await page({ first: 10 });
  small.sale('2026-03-02T00:00:00Z');
  small.sale('2026-03-01T00:02:30Z');
  expect(numbers(await page({ first: 20, after: first.edges.at(-1)?.cursor }))).toEqual([
    10, 9, 8, 7, 6, 5, 4, 22, 3, 2, 1,
  ]);
});

test('times are included at both ends and told with six digits', async () => {
  for (const minute of ['00', '01', '02', '03']) small.sale(`2026-03-01T10:${minute}:00Z`);
  const middle = await page({ min: '2026-03-01T10:01:00.000000Z', max: '2026-03-01T10:02:00Z' });
  expect(middle.edges.map(({ node }) => node.createdAt)).toEqual([
    '2026-03-01T10:02:00.000000Z',
    '2026-03-01T10:01:00.000000Z',
  ]);
  expect(numbers(await page({ min: null, max: null }))).toEqual([4, 3, 2, 1]);
});

test('filters by app, shop, domain and type', async () => {
  const [, birch = null] = small.shops;
  small.sale('2026-03-01T00:00:00Z');
  small.sale('2026-03-01T00:01:00Z', { shop: birch });
  small.sale('2026-03-01T00:02:00Z', {
    typename: 'TaxTransaction',
    app: null,
    shop: null,
    taxType: 'SALE_SHOPIFY_FEE',
  });
  expect(numbers(await page({ app: 'gid://partners/App/11' }))).toEqual([2, 1]);
  expect(numbers(await page({ app: 'gid://partners/App/99' }))).toEqual([]);
  expect(numbers(await page({ shop: 'gid://partners/Shop/22' }))).toEqual([2]);
  expect(numbers(await page({ domain: 'alder.myshopify.com' }))).toEqual([1]);
  expect(numbers(await page({ types: ['TAX', 'REFERRAL'] }))).toEqual([3]);
});

test('an empty page is as recorded from Shopify', async () => {
  expect(await page({ first: 100 })).toEqual({ edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } });
});

test('a cursor is good only for the filters that gave it', async () => {
  small.sales(5);
  const { edges } = await page({ first: 2, min: '2026-03-01T00:00:00Z' });
  const after = edges[1]?.cursor ?? '';
  expect(numbers(await page({ first: 9, after, min: '2026-03-01T00:00:00.000000Z' }))).toEqual([3, 2, 1]);
  expect(await refusal({ after })).toContain('cursor');
  expect(await refusal({ after, min: '2026-03-01T00:00:01Z' })).toContain('cursor');
  expect(await refusal({ after: `${after}x`, min: '2026-03-01T00:00:00Z' })).toContain('cursor');
  expect(await refusal({ after: 'not one of ours' })).toContain('cursor');
});

test('an empty cursor is none; backwards paging takes the oldest', async () => {
  small.sales(5);
  expect(numbers(await page({ first: 2, after: '' }))).toEqual([5, 4]);
  const last = await page({ last: 2 });
  expect(numbers(last)).toEqual([2, 1]);
  expect(numbers(await page({ last: 2, before: last.edges[0]?.cursor }))).toEqual([4, 3]);
});

test('more than a hundred and a null id are refused', async () => {
  expect(await refusal({ first: 101 })).toContain('100');
  expect(await refusal({ app: null })).toBe("Invalid GID ''");
  expect(await refusal({ app: 'gid://shopify/App/11' })).toBe("Invalid GID app name 'shopify'. Use 'partners' instead");
  expect(await refusal({ app: '11' })).toBe("Invalid GID '11'");
});

test('a row is not there before it becomes visible', async () => {
  let now = Date.parse('2026-03-05T00:00:00Z');
  await simulator.close();
  simulator = await startSimulator({ world: small.world, settings: { requestsPerSecond: null }, clock: () => now });
  small.sale('2026-03-01T00:00:00Z', { visibleAt: micro('2026-03-05T00:00:01Z') });
  const one = '{ transaction(id: "gid://partners/AppSubscriptionSale/1") { id } }';
  expect(await page({})).toMatchObject({ edges: [] });
  expect((await ask(simulator, small, one)).body.data).toEqual({ transaction: null });
  now += 1000;
  expect(numbers(await page({}))).toEqual([1]);
  expect((await ask(simulator, small, one)).body.data).toEqual({
    transaction: { id: 'gid://partners/AppSubscriptionSale/1' },
  });
});
