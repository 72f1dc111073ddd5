import { fractionDigits, type Money } from '../../values/money.js';
import type { Random } from '../random.js';

/** Amounts inside a world: whole minor units (cents, yen), so that fees and nets add up. */
export interface Price {
  readonly minor: number;
  readonly currencyCode: string;
}

// Shopify keeps 15 % of what an app earns beyond its first million.
const FEE_PERCENT = 15;

export interface Split {
  readonly grossAmount: Money;
  readonly shopifyFee: Money;
  readonly netAmount: Money;
}

/** What a merchant paid, what Shopify kept, what is left. Negative for refunds and credits. */
export function split({ minor, currencyCode }: Price, random: Random): Split {
  const fee = Math.round((minor * FEE_PERCENT) / 100);
  const text = (amount: number) => priceText({ minor: amount, currencyCode }, random);
  return { grossAmount: text(minor), shopifyFee: text(fee), netAmount: text(minor - fee) };
}

/** Decimal text. Shopify pads it as it likes: the same price comes as `39.0`, `39.00` and `39`. */
export function priceText({ minor, currencyCode }: Price, random: Random): Money {
  const digits = digitsOf(currencyCode);
  const sign = minor < 0 ? '-' : '';
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits).replace(/0+$/, '');
  const padded = fraction.padEnd(random.pick([1, 1, 2]), '0');
  return { amount: `${sign}${whole}.${padded}`, currencyCode };
}

const digits = new Map<string, number>();

/** Asking ICU costs more than the rest of a row. */
function digitsOf(currencyCode: string): number {
  const known = digits.get(currencyCode) ?? fractionDigits(currencyCode);
  digits.set(currencyCode, known);
  return known;
}
