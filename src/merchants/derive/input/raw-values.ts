import type { Amount, BillingInterval } from '../../../contract/merchant-words.js';
import { cutText } from '../../../values/bounded-text.js';
import { type Instant, parseInstant } from '../../../values/instant.js';
import { parseUnits } from '../../../values/money.js';

// What a raw row holds, as far as it can be read: of anything else null.

export function amountOf(value: unknown): Amount | null {
  const { amount, currencyCode } = objectOf(value);
  const units = typeof amount === 'string' ? parseUnits(amount) : null;
  return units === null || typeof currencyCode !== 'string' ? null : { units, currency: currencyCode };
}

export function billingInterval(value: unknown): BillingInterval | null {
  return value === 'ANNUAL' || value === 'EVERY_30_DAYS' ? value : null;
}

export function instantOf(value: unknown): Instant | null {
  return typeof value === 'string' ? parseInstant(value) : null;
}

/** What only describes is cut where it is too long to be shown, and to stand in an index. */
export function boundedText(value: unknown, mostBytes: number): string | null {
  return typeof value === 'string' ? cutText(value, mostBytes) : null;
}

export function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
