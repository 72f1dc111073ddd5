import fc from 'fast-check';
import {
  type DerivedAccount,
  type DerivedAccounts,
  startDerivedAccounts,
} from '../../../test/support/merchants/derived-account.js';
import { randomLives } from '../../../test/support/merchants/random-lives.js';
import type { Node } from '../../../test/support/merchants/raw-rows.js';
import type { Instant } from '../../values/instant.js';

// About half a minute with a database at rest. A failure prints the seed and the smallest delivery that fails.
// Making a failure smaller goes through the database, too: it must not go on for ever.
const RUNS = { numRuns: 250, interruptAfterTimeLimit: 120_000 };

let accounts: DerivedAccounts;

beforeAll(async () => {
  accounts = await startDerivedAccounts();
});
afterAll(() => accounts.close());

test('rows in any pages and any order, repeated, late, with folds between, derive the same tables as all at once', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, async ({ rows, pages, asOf }) => {
      const whole = await accounts.connect();
      await deliver(whole, rows);
      await foldAll(whole, asOf);

      const piecemeal = await accounts.connect();
      for (const { rows: page, foldedAt } of pages) {
        await deliver(piecemeal, page);
        if (foldedAt !== null) await piecemeal.fold(foldedAt, 2);
      }
      await foldAll(piecemeal, asOf);

      expect(await derivedTables(piecemeal)).toEqual(await derivedTables(whole));
    }),
    RUNS,
  );
}, 180_000);

/** A raw row on its way; null for a transaction that Shopify sends without its shop. */
interface Row {
  readonly shop: string | null;
  readonly node: Node;
}

/** Lives of three shops on the same plans; each row at least once, cut into pages, some of them followed by a fold. */
const deliveries = fc
  .tuple(randomLives(1), randomLives(2), randomLives(3))
  .chain((lives) => {
    const rows = lives.flatMap(({ nodes }, index) => eachOnce(nodes).map((node) => rowOf(node, String(index + 1))));
    const asOf = lives.map((life) => life.asOf).reduce((latest, at) => (at > latest ? at : latest));
    return fc.record({ rows: fc.constant(rows), asOf: fc.constant(asOf), repeated: fc.subarray(rows) });
  })
  .chain(({ rows, asOf, repeated }) => {
    const all = [...rows, ...repeated];
    return fc.record({
      rows: fc.constant(rows),
      asOf: fc.constant(asOf),
      pages: fc
        .tuple(
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.array(fc.record({ size: fc.integer({ min: 1, max: 12 }), isFolded: fc.boolean() }), { minLength: 1 }),
        )
        .map(([order, cuts]) => pagesOf(order, cuts, asOf)),
    });
  });

/** Copies of one event with other contents would be told apart by the request, so by the delivery. */
function eachOnce(nodes: readonly Node[]): Node[] {
  const keyOf = ({ kind, at, stored, ...raw }: Node) => raw['id'] ?? `${kind} ${at} ${stored}`;
  return [...new Map(nodes.map((node) => [keyOf(node), node])).values()];
}

function rowOf(node: Node, shop: string): Row {
  const isWithoutShop = isTransaction(node) && node.at.endsWith('0:00.000000Z') && String(node['id']).endsWith('3');
  return { shop: isWithoutShop ? null : shop, node };
}

function isTransaction({ kind }: Node): boolean {
  return kind.startsWith('App');
}

interface Page {
  readonly rows: readonly Row[];
  /** As of when the merchants are derived after it; null for not at all. */
  readonly foldedAt: Instant | null;
}

/** The cuts in turn, as often as it takes. */
function pagesOf(order: readonly Row[], cuts: readonly { size: number; isFolded: boolean }[], asOf: Instant): Page[] {
  const pages: Page[] = [];
  for (let from = 0, turn = 0; from < order.length; turn += 1) {
    const { size = 1, isFolded = false } = cuts[turn % cuts.length] ?? {};
    const rows = order.slice(from, from + size);
    const at = rows[0]?.node.at ?? asOf;
    pages.push({ rows, foldedAt: isFolded ? at : null });
    from += size;
  }
  return pages;
}

/** Stores the rows as pages of one shop and one feed. */
async function deliver(account: DerivedAccount, rows: readonly Row[]): Promise<void> {
  for (const shop of new Set(rows.map((row) => row.shop))) {
    const nodes = [...new Set(rows.filter((row) => row.shop === shop).map(({ node }) => node))];
    const transactions = nodes.filter(isTransaction);
    const events = nodes.filter((node) => !isTransaction(node));
    if (transactions.length > 0) await account.sales(shop, transactions);
    if (shop !== null && events.length > 0) await account.events(shop, events);
  }
}

async function foldAll(account: DerivedAccount, asOf: Instant): Promise<void> {
  while ((await account.fold(asOf)).remaining);
}

const TABLES = [
  'merchant_apps',
  'merchant_app_money',
  'merchant_events',
  'merchant_charges',
  'merchant_spans',
  'merchants',
  'merchant_entries',
  'merchant_entry_amounts',
  'mrr_days',
];

/** Everything that is derived of the account, in the order of its keys, without what names the account. */
function derivedTables(account: DerivedAccount): Promise<string[]> {
  return account.read(async ({ sql }) => {
    const tables = [];
    for (const table of TABLES) {
      // When a shop was first seen is a fact of the pages, not of the fold.
      tables.push(
        ...(await sql<{ row: string }[]>`
          select ${table} || (to_jsonb(t) - array['organization_id', 'connection_id', 'price_key', 'first_seen_at'])::text as row
          from ${sql(table)} t
          order by row
        `),
      );
    }
    return tables.map(({ row }) => row);
  });
}
