import { grossOf, isPayment, type TransactionRow } from '../words/rows.js';
import type { Amount } from '../../../contract/merchant-words.js';

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
export function soldPrice(sales: readonly TransactionRow[]): SoldPrice | null {
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
