import type { BillingInterval } from '../../contract/merchant-words.js';
import { type Instant, instantToMs } from '../../values/instant.js';

const DAY_MS = 86_400_000;

/** Source: Shopify's `AppPricingInterval`, "every 30 days" and "annual". */
const CYCLE_DAYS = { EVERY_30_DAYS: 30, ANNUAL: 365 } as const satisfies Record<BillingInterval, number>;

/** The longest time for which anything is paid ahead. */
export const LONGEST_CYCLE_DAYS = CYCLE_DAYS.ANNUAL;

/**
 * Until when a charge is paid for that ended: the end of the cycle in which it did.
 * @param countedFrom when the charge first counted, from which its cycles run
 * @returns milliseconds since the epoch; the end itself where it falls between two cycles
 */
export function paidUntilMs(interval: BillingInterval, countedFrom: Instant, endedAt: Instant): number {
  const cycleMs = CYCLE_DAYS[interval] * DAY_MS;
  const [from, to] = [instantToMs(countedFrom), instantToMs(endedAt)];
  return from + Math.ceil((to - from) / cycleMs) * cycleMs;
}
