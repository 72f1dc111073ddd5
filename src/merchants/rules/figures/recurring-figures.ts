import { type Amount, type Confidence, USAGE_DAYS } from '../../../contract/merchant-words.js';
import { type Instant, plusMs } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import { chargeKey } from '../charges/charges.js';
import { monthly } from '../charges/interval.js';
import { type Life, statementsOf } from '../charges/life.js';
import { carried, type LifeState } from '../history/story.js';
import { sumByCurrency } from '../words/amounts.js';
import { DAY_MS } from '../words/durations.js';
import { type FoldRow, type FoldTransaction, grossOf, isPayment } from '../words/rows.js';

const USAGE_WINDOW_MS = USAGE_DAYS * DAY_MS;

/**
 * The headline: list price of the live charges. Currencies of frozen charges and trials are there, with 0.
 * Rule: The three recurring figures, `mrr`.
 */
export function listMrr(standing: readonly LifeState[]): Amount[] {
  return sumByCurrency(standing.map(carried));
}

export interface EffectiveMrr {
  readonly amounts: readonly Amount[];
  readonly rule: 'last settled gross' | 'stated discount';
  /** Assumed where a net stands in for a gross that Shopify did not send. */
  readonly confidence: Confidence;
  readonly evidence: readonly string[];
}

/**
 * What each live charge was last really billed, spread over a month: shows discounts. Until something is settled, what
 * is stated of them.
 * Rule: The three recurring figures, `effectiveMrr`.
 */
export function effectiveMrr(standing: readonly LifeState[]): EffectiveMrr {
  const bills = standing
    .filter(({ isFrozen, isLost }) => !isFrozen && !isLost)
    .flatMap(({ course: { life } }) => lastBill(life) ?? []);
  return {
    amounts: sumByCurrency(bills.map(({ price, charge }) => monthly(price, charge.interval.interval))),
    rule: bills.every(({ isSettled }) => !isSettled) ? 'stated discount' : 'last settled gross',
    confidence: bills.some(({ isAssumed }) => isAssumed) ? 'assumed' : 'stated',
    evidence: bills.map(({ id }) => id),
  };
}

interface Bill {
  readonly charge: Charge;
  readonly price: Amount;
  /** Of the row that says so. */
  readonly id: string;
  readonly isSettled: boolean;
  readonly isAssumed: boolean;
}

function lastBill(life: Life): Bill | null {
  const { charge } = life;
  const sale = lastPaidSale(life);
  if (sale !== null) {
    return { charge, price: grossOf(sale), id: sale.id, isSettled: true, isAssumed: sale.gross === null };
  }
  const statement = statementsOf(life).at(-1);
  const price = statement?.terms.discountedPrice ?? null;
  return statement === undefined || price === null
    ? null
    : { charge, price, id: statement.id, isSettled: false, isAssumed: false };
}

/** A sale of 0.00 never overwrites a price, nor does a prorated one. */
function lastPaidSale(life: Life): FoldTransaction | null {
  const prorated = proratedSale(life);
  return life.charge.sales.findLast((one) => one !== prorated && isPayment(one)) ?? null;
}

/**
 * The first bill of a charge that replaced another one is only for what was left of the cycle, where it is below the list
 * price. Rule: The three recurring figures, "a prorated bill".
 */
function proratedSale({ charge, start, predecessors }: Life): FoldTransaction | null {
  const price = charge.price ?? charge.soldPrice;
  const first = predecessors.length === 0 ? undefined : charge.sales.find(({ at }) => at >= start.at);
  if (first === undefined || price === null) return null;
  const { units, currency } = grossOf(first);
  return currency === price.currency && units < price.units ? first : null;
}

/**
 * Gross usage sales of the trailing 30 days; each leaves when it is exactly that old.
 * Rule: The three recurring figures, `usageMrr`.
 */
export function usageSales(
  rows: readonly FoldRow[],
  tests: ReadonlySet<string>,
  asOf: Instant,
): { amounts: Amount[]; nextChangeAt: Instant | null } {
  const recent = rows.filter(
    (row): row is FoldTransaction =>
      row.source === 'transaction' &&
      row.type === 'AppUsageSale' &&
      !tests.has(chargeKey(row)) &&
      plusMs(row.at, USAGE_WINDOW_MS) > asOf,
  );
  const [oldest] = recent;
  return {
    amounts: sumByCurrency(recent.map(grossOf)),
    nextChangeAt: oldest === undefined ? null : plusMs(oldest.at, USAGE_WINDOW_MS),
  };
}

const LIFETIME_TYPES = new Set(['AppSubscriptionSale', 'AppUsageSale', 'AppOneTimeSale', 'AppSaleAdjustment']);

/**
 * Everything the merchant was ever billed, less refunds; credits are not the merchant's money.
 * Rule: The three recurring figures, `lifetimeValue`.
 */
export function lifetimeValue(rows: readonly FoldRow[], tests: ReadonlySet<string>): Amount[] {
  return sumByCurrency(
    rows.flatMap((row) =>
      row.source === 'transaction' && LIFETIME_TYPES.has(row.type) && !tests.has(chargeKey(row)) ? [grossOf(row)] : [],
    ),
  );
}
