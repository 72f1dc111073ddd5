import { LAG_DAYS, MISSED_BILL_DAYS } from '../../../contract/merchant-words.js';
import { type Instant, instantToMicros, plusMs } from '../../../values/instant.js';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Clocks of two feeds: what happened at once may carry instants so far apart. Rule: Two feeds of events, "Which one". */
export const SAME_EVENT_MS = 5 * MINUTE_MS;

/** Within that time a sale may be a bill of before. */
export const SETTLEMENT_LAG_MS = LAG_DAYS * DAY_MS;
/** After that time it is none, even of what was billed a cycle later. */
export const MISSED_BILL_MS = MISSED_BILL_DAYS * DAY_MS;

/** True when the two instants are at most so far apart, on either side, bounds included. */
export function within(one: Instant, other: Instant, ms: number): boolean {
  return around(one, ms)(other);
}

/** The same of one instant and many others: bounds cost a hundred times what comparing does. */
export function around(one: Instant, ms: number): (other: Instant) => boolean {
  const [from, to] = [plusMs(one, -ms), plusMs(one, ms)];
  return (other) => from <= other && other <= to;
}

/** Microseconds from the first instant to the second; negative when the second is earlier. */
export function microsBetween(from: Instant, to: Instant): number {
  return instantToMicros(to) - instantToMicros(from);
}

export function earliest(...instants: readonly (Instant | null)[]): Instant | null {
  return instants.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null);
}
