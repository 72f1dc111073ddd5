import { instantToMicros, plusMs, type Instant } from '../instant.js';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Shopify records a sale up to three weeks after the merchant was charged after what partners report. */
export const SETTLEMENT_LAG_MS = 21 * DAY_MS;

/** True when the two instants are at most so far apart, on either side, bounds included. */
export function within(one: Instant, other: Instant, ms: number): boolean {
  return plusMs(one, -ms) <= other && other <= plusMs(one, ms);
}

/** Microseconds from the first instant to the second; negative when the second is earlier. */
export function microsBetween(from: Instant, to: Instant): number {
  return instantToMicros(to) - instantToMicros(from);
}

export function earliest(...instants: readonly (Instant | null)[]): Instant | null {
  return instants.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null);
}
