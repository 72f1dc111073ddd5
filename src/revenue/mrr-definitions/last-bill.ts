import type { Amount, BillingInterval } from '../../contract/merchant-words.js';
import type { LastBill } from './standing.js';

/** A subscription sale above zero: the latest of a charge. */
export interface Bill extends Amount {
  readonly id: string;
  /** It is the first of a charge that began where another charge of the app on the shop ended. */
  readonly isFirstAfterChange: boolean;
}

/**
 * What a charge was billed last, spread over a month. The first bill after a change of plan is for the rest of a cycle
 * where it is below the list price, and says nothing of the next. Two currencies are never compared.
 * Rule: The three recurring figures, `effectiveMrr`.
 * @param monthly the list price a month
 */
export function billedMonthly(bill: Bill, monthly: Amount, interval: BillingInterval): LastBill | null {
  if (bill.currency !== monthly.currency) return null;
  const units = interval === 'ANNUAL' ? bill.units / 12n : bill.units;
  return bill.isFirstAfterChange && units < monthly.units ? null : { units, currency: bill.currency, id: bill.id };
}
