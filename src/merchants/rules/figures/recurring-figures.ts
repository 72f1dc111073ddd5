import type { Amount, Confidence } from '../../../contract/merchant-words.js';
import { type Instant, plusMs } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import { chargeKey } from '../charges/charges.js';
import { monthly } from '../charges/interval.js';
import type { Life } from '../charges/life.js';
import { carried, type LifeState } from '../history/story.js';
import { sumByCurrency } from '../words/amounts.js';
import { DAY_MS } from '../words/durations.js';
import { type FoldRow, type FoldTransaction, grossOf, isPayment } from '../words/rows.js';

const USAGE_WINDOW_MS = 30 * DAY_MS;

/**
 * The headline: list price of the live charges. Currencies of frozen charges and trials are there, with 0.
 * Rule: The three recurring figures, `mrr`.
 */
export function listMrr(standing: readonly LifeState[]): Amount[] {
  return sumByCurrency(standing.map(carried));
}

export interface EffectiveMrr {
  readonly amounts: readonly Amount[];
  /** Assumed where a net stands in for a gross that Shopify did not send. */
  readonly confidence: Confidence;
  readonly evidence: readonly string[];
}

/**
 * What each live charge was last really billed, spread over a month: shows discounts.
 * Rule: The three recurring figures, `effectiveMrr`.
 */
export function effectiveMrr(standing: readonly LifeState[]): EffectiveMrr {
  const sales = standing
    .filter(({ isFrozen, isLost }) => !isFrozen && !isLost)
    .flatMap(({ course: { life } }) => lastPaidSale(life) ?? []);
  return {
    amounts: sumByCurrency(sales.map(({ sale, charge }) => monthly(grossOf(sale), charge.interval.interval))),
    confidence: sales.some(({ sale }) => sale.gross === null) ? 'assumed' : 'stated',
    evidence: sales.map(({ sale }) => sale.id),
  };
}

/** A sale of 0.00 never overwrites a price, nor does a prorated one. */
function lastPaidSale(life: Life): { sale: FoldTransaction; charge: Charge } | null {
  const { charge } = life;
  const prorated = proratedSale(life);
  const sale = charge.sales.findLast((one) => one !== prorated && isPayment(one));
  return sale === undefined ? null : { sale, charge };
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
