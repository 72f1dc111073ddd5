import { plusMs } from '../../../values/instant.js';
import { SETTLEMENT_LAG_MS } from '../words/durations.js';
import { freezeAt, type Life, type Lifting } from '../lives/life.js';
import { isPayment, type EventRow, type TransactionRow } from '../words/rows.js';

/**
 * A frozen charge is not billed: a sale of it recorded too late to be a bill of before shows that the freeze was lifted,
 * with the shop's return if there was one, else by then. A freeze that is said again holds from then.
 * Rule: Install state, "lifts it, *inferred*".
 * @param returns rows that say that the shop is back, in time's order
 */
export function liftingBySale(
  life: Pick<Life, 'charge' | 'freezes'>,
  sale: TransactionRow,
  returns: readonly EventRow[],
): Lifting | null {
  const freeze = freezeAt(life);
  if (freeze === null || !isPayment(sale)) return null;
  const saidAgain = life.charge.events.findLast(
    ({ type, at }) => type === 'SUBSCRIPTION_CHARGE_FROZEN' && freeze.from.at < at && at <= sale.at,
  );
  const frozenAt = (saidAgain ?? freeze.from).at;
  if (sale.at <= plusMs(frozenAt, SETTLEMENT_LAG_MS)) return null;
  const by = returns.findLast(({ at }) => frozenAt < at && at <= sale.at) ?? null;
  return { at: (by ?? sale).at, row: sale, by };
}
