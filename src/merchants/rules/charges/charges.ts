import type { Amount } from '../../../contract/merchant-words.js';
import type { Instant } from '../../../values/instant.js';
import type { Schedule, Stated, Statement } from '../stated/statements.js';
import {
  type ChargeKind,
  type FoldEvent,
  type FoldRow,
  type FoldTransaction,
  grossOf,
  isPayment,
} from '../words/rows.js';
import { type Hints, type IntervalAnswer, intervalOf, noHints } from './interval.js';

/** One app subscription charge with all its rows, in the one order. */
export interface Charge {
  readonly number: string;
  /** The plan's name as its latest event row has it; null when only sales are known. */
  readonly plan: string | null;
  /** List price a cycle, of the latest event row or of a later answer; null when only sales are known. */
  readonly price: Amount | null;
  /** What a cycle costs by its sales; null where an event row has the price, and without a sale above zero. */
  readonly soldPrice: SoldPrice | null;
  readonly interval: IntervalAnswer;
  readonly events: readonly FoldEvent[];
  readonly activations: readonly FoldEvent[];
  readonly cancels: readonly FoldEvent[];
  readonly sales: readonly FoldTransaction[];
  /** What Shopify states of it, and until when it said that it goes on; both in time's order. */
  readonly statements: readonly Statement[];
  readonly schedules: readonly Schedule[];
}

/**
 * The pair's subscription charges by number, test charges apart: those are in no figure.
 * Rule: Words, "Join event charges to transaction charges", *m*, `test: true`.
 */
export function subscriptionCharges(
  rows: readonly FoldRow[],
  hints: Hints,
  stated: Stated,
): { real: Charge[]; test: Charge[] } {
  const byNumber = new Map<string, FoldRow[]>();
  for (const row of rows) {
    if (row.chargeKind !== 'subscription' || row.chargeNumber === null) continue;
    if (row.source === 'transaction' && row.type !== 'AppSubscriptionSale') continue;
    const known = byNumber.get(row.chargeNumber);
    if (known === undefined) byNumber.set(row.chargeNumber, [row]);
    else known.push(row);
  }
  const real: Charge[] = [];
  const test: Charge[] = [];
  for (const [number, own] of byNumber) {
    const isTest = own.some((row) => row.source === 'event' && row.test);
    if (isTest) test.push(chargeOf(number, own, noHints, nothingStated));
    else real.push(...stretchesOf(number, own, hints, stated));
  }
  return { real, test };
}

const nothingStated: Stated = { statements: new Map(), schedules: new Map(), changes: new Map() };

/** A charge whose terms were changed is a charge of its own from then on. Rule: What Shopify states, "Other terms". */
function stretchesOf(number: string, rows: readonly FoldRow[], hints: Hints, stated: Stated): Charge[] {
  const changes = stated.changes.get(number);
  if (changes === undefined) return [chargeOf(number, rows, hints, stated)];
  return [null, ...changes].flatMap((from, index) => {
    const to = changes[index];
    const isOwn = ({ at }: { at: Instant }) => (from === null || from <= at) && (to === undefined || at < to);
    const ownOf = <Item extends { at: Instant }>(items: ReadonlyMap<string, readonly Item[]>) =>
      new Map([[number, (items.get(number) ?? []).filter(isOwn)]]);
    const own = rows.filter(isOwn);
    if (own.length === 0) return [];
    const said = { statements: ownOf(stated.statements), schedules: ownOf(stated.schedules), changes: new Map() };
    return [chargeOf(number, own, hints, said)];
  });
}

function chargeOf(number: string, rows: readonly FoldRow[], hints: Hints, stated: Stated): Charge {
  const events = rows.filter((row) => row.source === 'event');
  const sales = rows.filter((row) => row.source === 'transaction');
  const statements = stated.statements.get(number) ?? [];
  const price = latestPrice(events, statements);
  const known = {
    number,
    plan: planName(events) ?? statements.findLast(({ terms }) => terms.plan !== null)?.terms.plan ?? null,
    price,
    events,
    activations: events.filter(({ type }) => type === 'SUBSCRIPTION_CHARGE_ACTIVATED'),
    cancels: events.filter(({ type }) => type === 'SUBSCRIPTION_CHARGE_CANCELED'),
    sales,
    soldPrice: price === null ? soldPrice(sales) : null,
    statements,
    schedules: stated.schedules.get(number) ?? [],
  };
  return { ...known, interval: intervalOf(known, hints) };
}

/** Of what Shopify said of the price the newest. Rule: Words, *m*; What Shopify states, "Price". */
function latestPrice(events: readonly FoldEvent[], statements: readonly Statement[]): Amount | null {
  const event = events.findLast(({ amount }) => amount !== null);
  const statement = statements.findLast(({ terms }) => terms.price !== null);
  if (statement === undefined || (event !== undefined && event.at > statement.at)) return event?.amount ?? null;
  return statement.terms.price;
}

/** As the latest event row with a price names it. */
function planName(events: readonly FoldEvent[]): string | null {
  return events.findLast(({ amount, plan }) => amount !== null && plan !== null)?.plan ?? null;
}

/**
 * Charges of any kind that were tests, as `kind number`: transactions carry no test flag of their own.
 * Rule: Words, `test: true`.
 */
export function testCharges(rows: readonly FoldRow[]): ReadonlySet<string> {
  const tests = new Set<string>();
  for (const row of rows) if (row.source === 'event' && row.test) tests.add(chargeKey(row));
  return tests;
}

export function chargeKey(row: { chargeKind: ChargeKind | null; chargeNumber: string | null }): string {
  return `${row.chargeKind ?? ''} ${row.chargeNumber ?? ''}`;
}

/** What a charge costs by its sales alone. */
export interface SoldPrice extends Amount {
  /** True where every such sale names a net only, which stands in for the gross. */
  readonly isAssumed: boolean;
}

/**
 * The gross above zero that most sales of a charge have, of as many the highest: the first bill of a charge is often
 * prorated, and a discount passes. Amounts of two currencies are never compared: between those the latest sale decides.
 * Rule: Words, *m*, "without one the gross above zero that most of its sales have".
 * @param sales in the one order
 */
function soldPrice(sales: readonly FoldTransaction[]): SoldPrice | null {
  const tallies = new Map<string, { price: SoldPrice; count: number; last: number }>();
  sales.filter(isPayment).forEach((sale, index) => {
    const { units, currency } = grossOf(sale);
    const key = `${currency} ${units}`;
    const known = tallies.get(key);
    const isAssumed = sale.gross === null && (known?.price.isAssumed ?? true);
    tallies.set(key, { price: { units, currency, isAssumed }, count: (known?.count ?? 0) + 1, last: index });
  });
  const most = Math.max(0, ...[...tallies.values()].map(({ count }) => count));
  const common = [...tallies.values()]
    .filter(({ count }) => count === most)
    .sort((one, other) => other.last - one.last);
  const currency = common[0]?.price.currency;
  const [highest] = common
    .filter(({ price }) => price.currency === currency)
    .map(({ price }) => price)
    .sort((one, other) => (one.units < other.units ? 1 : -1));
  return highest ?? null;
}
