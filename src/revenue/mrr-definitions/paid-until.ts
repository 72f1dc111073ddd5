import { type BillingInterval, CYCLE_DAYS } from '../../contract/merchant-words.js';
import { type Instant, instantToMs } from '../../values/instant.js';

const DAY_MS = 86_400_000;

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
