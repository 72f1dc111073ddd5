import fc from 'fast-check';
import { at, storyRows, tell } from '../../test/support/merchants/merchant-story.js';
import { ToldAccounts } from '../../test/support/merchants/told-accounts.js';
import { times } from '../../test/support/merchants/told-stories.js';
import type { MrrDefinition } from '../contract/mrr-definition-words.js';
import type { Span } from '../merchants/rules/figures/spans.js';
import { type FoldTransaction, grossOf } from '../merchants/rules/words/rows.js';
import { type Day, startOf } from '../values/day.js';
import { type Instant, plusMs } from '../values/instant.js';
import { rangeUntil } from './figures/range.js';
import { sumOf } from './mrr-definitions/differences.js';
import { readMrrDefinitions } from './read-mrr-definitions.js';
import { readRevenue } from './read-revenue.js';

let accounts: ToldAccounts;
beforeAll(async () => {
  accounts = await ToldAccounts.start();
});
afterAll(() => accounts.close());

const happenings = fc.constantFrom(
  ...['act 1 Pro 10', 'act 2 Max 12.34', 'act 3 Pro 120 EUR', 'act 4 Yearly 100 bill 365d', 'act 5 Try 9 bill 14d'],
  ...['can 1', 'can 2', 'can 3', 'can 4', 'can 5', 'freeze 1', 'unfreeze 1', 'freeze 4', 'install', 'uninstall'],
  ...['sale 1 10', 'sale 1 8', 'sale 2 5', 'sale 3 90 EUR', 'sale 4 50 annual', 'sale 5 9', 'sale 6 7', 'sale 1 0'],
  ...['usage-sale 9 5', 'usage-sale 9 2 EUR', 'credit-sale 9 -3', 'credit-sale 9 -30', 'act 8 Free 0', 'deactivate'],
);
const stories = fc
  .array(fc.tuple(times, happenings), { minLength: 1, maxLength: 9 })
  .map((clauses) => clauses.map((clause) => clause.join(' ')).join('; '));
const worlds = fc.uniqueArray(
  fc.record({ shop: fc.constantFrom('1', '2', '3'), app: fc.constantFrom('7', '8'), story: stories }),
  { minLength: 1, maxLength: 5, selector: ({ shop, app }) => `${shop} ${app}` },
);

test('ours and all differences are what each definition comes to by itself, over any merchants', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, times, async (world, end) => {
      const account = await accounts.connect();
      for (const { shop, app, story } of world) await account.shopWithRows(shop, story, { app });
      const today = at(end).slice(0, 10) as Day;
      const midnight = startOf(today);
      const read = await account.read((tenant) => readMrrDefinitions(tenant, midnight, undefined));
      const revenue = await account.read((tenant) => readRevenue(tenant, { range: rangeUntil(today, '7d') }));
      const known = world.map(({ story }) => knownOf(story, midnight));
      for (const currency of ['EUR', 'USD']) {
        const sums = read.currencies.find((one) => one.currency === currency);
        const card = revenue.currencies.find((one) => one.currency === currency)?.cards.mrr.value ?? 0n;
        expect(sums?.mrr ?? 0n).toBe(card);
        for (const definition of ['mantle', 'chartmogul', 'profitwell'] as const) {
          const differences = sums?.definitions.get(definition) ?? [];
          for (const { units, merchants, apps } of differences) {
            expect(sumOf(apps)).toBe(units);
            expect(merchants).toBeGreaterThan(0);
          }
          const theirs = sumOf(known.map((one) => ({ units: theirMrr(definition, one, currency) })));
          expect([definition, currency, card + sumOf(differences)]).toEqual([definition, currency, theirs]);
        }
      }
    }),
    { numRuns: 100 },
  );
});

/* Each figure told by itself, from the fold of a story and its rows, not by differences. */

interface Known {
  readonly spans: readonly Span[];
  readonly charges: ReturnType<typeof tell>['charges'];
  /** Until the midnight, oldest first. */
  readonly sales: readonly FoldTransaction[];
  readonly midnight: Instant;
}

const DAY_MS = 86_400_000;

function knownOf(story: string, midnight: Instant): Known {
  const { spans, charges } = tell(story, 'd999');
  const sales = storyRows(story)
    .filter((row): row is FoldTransaction => row.source === 'transaction' && row.at < midnight)
    .toSorted((one, other) => (one.at === other.at ? (one.id < other.id ? -1 : 1) : one.at < other.at ? -1 : 1));
  return { spans, charges, sales, midnight };
}

function theirMrr(definition: MrrDefinition, known: Known, currency: string): bigint {
  const { spans, sales, midnight } = known;
  const alive = spans.filter(({ from, to }) => from < midnight && (to === null || to >= midnight));
  const live = alive.filter(({ state }) => state === 'live');
  const inCurrency = (some: readonly Span[]) => some.filter(({ carried }) => carried.currency === currency);
  if (definition === 'mantle') return sumOf(inCurrency(live).map(({ carried }) => carried));
  const hasPaid = sales.some((sale) => sale.type === 'AppSubscriptionSale' && grossOf(sale).units > 0n);
  const billed = (some: readonly Span[]) => sumOf(inCurrency(some).map((span) => ({ units: billOf(span, known) })));
  if (definition === 'chartmogul') return hasPaid ? billed(alive.filter(({ state }) => state !== 'trialing')) : 0n;
  const stays = hasPaid ? (alive.length > 0 ? live : paidFor(known)) : [];
  const counts = live.length > 0 || stays.some((span) => billOf(span, known) !== 0n);
  const recent = (type: string) =>
    sales
      .filter((sale) => sale.type === type && plusMs(sale.at, 30 * DAY_MS) > midnight)
      .map(grossOf)
      .filter((amount) => amount.currency === currency);
  const pays = billed(stays) + (counts ? sumOf(recent('AppUsageSale')) : 0n);
  const credited = -sumOf(recent('AppSaleCredit'));
  return credited < pays ? pays - credited : 0n;
}

function billOf(span: Span, { spans, sales, charges }: Known): bigint {
  const own = sales.filter((sale) => sale.type === 'AppSubscriptionSale' && sale.chargeNumber === span.chargeNumber);
  const start = spans.filter(({ chargeNumber }) => chargeNumber === span.chargeNumber).map(({ from }) => from)[0] ?? '';
  const hasReplaced = spans.some(({ chargeNumber, to }) => chargeNumber !== span.chargeNumber && to === start);
  const isAnnual = intervalOf(span, charges) === 'ANNUAL';
  const first = own.find((sale) => sale.at >= start);
  const sale = own.findLast((one) => grossOf(one).units > 0n);
  if (sale === undefined) return span.m;
  const { currency, ...gross } = grossOf(sale);
  const units = isAnnual ? gross.units / 12n : gross.units;
  const isProrated = hasReplaced && sale === first && units < span.m;
  return currency !== span.carried.currency || isProrated ? span.m : units;
}

function intervalOf({ chargeNumber }: Span, charges: Known['charges']) {
  return charges.find(({ charge }) => charge.number === chargeNumber)?.charge.interval.interval;
}

/** Those that were live when the last one ended, within the cycle that they were paid for. */
function paidFor({ spans, charges, midnight }: Known): Span[] {
  const before = spans.filter(({ from }) => from < midnight);
  const lastEnd = before.map(({ to }) => to ?? '').reduce((last, to) => (to > last ? to : last), '');
  return before.filter((span) => {
    if (span.to !== lastEnd || span.state !== 'live') return false;
    const ended = charges.find(({ charge }) => charge.number === span.chargeNumber);
    if (ended?.endReason === 'sales_stopped' && ended.endedAt === span.to) return false;
    const first = before.find(({ chargeNumber, state }) => chargeNumber === span.chargeNumber && state === 'live');
    const cycleMs = (intervalOf(span, charges) === 'ANNUAL' ? 365 : 30) * DAY_MS;
    let until = first?.from ?? span.from;
    while (until < span.to) until = plusMs(until, cycleMs);
    return until > midnight;
  });
}
