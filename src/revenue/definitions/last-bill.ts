import type { Amount, BillingInterval } from '../../contract/merchant-words.js';
import type { LastBill } from './standing.js';

/** A subscription sale above zero. */
export interface Bill extends Amount {
  readonly id: string;
  /** It is the first sale since the charge began. */
  readonly isFirst: boolean;
}

export interface BilledCharge {
  readonly monthly: Amount;
  readonly interval: BillingInterval;
  /** It began where another charge of the app on the shop ended. */
  readonly hasReplaced: boolean;
  /** The two latest, the latest first. */
  readonly bills: readonly Bill[];
}

/**
 * What a charge was billed last, spread over a month. The first bill of one that replaced another is for the rest of a
 * cycle where it is below the list price, and says nothing of the next. Two currencies are never compared.
 * Rule: The three recurring figures, `effectiveMrr`.
 */
export function lastBillOf({ monthly, interval, hasReplaced, bills }: BilledCharge): LastBill | null {
  const amounts = bills.map((bill) => ({ ...bill, units: interval === 'ANNUAL' ? bill.units / 12n : bill.units }));
  const isProrated = ({ isFirst, units, currency }: Bill) =>
    hasReplaced && isFirst && currency === monthly.currency && units < monthly.units;
  const last = amounts.find((bill) => !isProrated(bill));
  return last === undefined || last.currency !== monthly.currency
    ? null
    : { units: last.units, currency: last.currency, id: last.id };
}
