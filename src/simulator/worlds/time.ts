import { type Instant, instantFromMicros } from '../../values/instant.js';

/** Spans of time in microseconds, the ledger's unit. */
export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Shopify's times have six fraction digits and whole seconds. */
export function wholeSecond(at: number): number {
  return Math.floor(at / SECOND) * SECOND;
}

/** Midnight UTC at or before, as `billingOn` is written. */
export function midnight(at: number): Instant {
  return instantFromMicros(Math.floor(at / DAY) * DAY);
}
