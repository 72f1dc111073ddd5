import type { Money } from '../api/types.js';
import { LOCALE } from './locale.js';

const formats = new Map<string, Intl.NumberFormat>();

function format(currency: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${currency} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(LOCALE, { style: 'currency', currency, ...options });
  formats.set(key, made);
  return made;
}

/** Exact: `Intl` is given the decimal text, never a float. With as many digits as the currency has, e.g. `$49.00`, `¥3,900`. */
export function formatMoney({ amount, currencyCode }: Money): string {
  return format(currencyCode, {}).format(amount as Intl.StringNumericLiteral);
}

/** `$0`: nothing, without digits that say nothing. */
export function formatZero(currencyCode: string): string {
  return format(currencyCode, { maximumFractionDigits: 0 }).format(0);
}

/** The same with its sign also when it is positive: `+$49.00`, `−$10.00`. For changes. */
export function formatMoneyChange({ amount, currencyCode }: Money): string {
  return format(currencyCode, { signDisplay: 'exceptZero' }).format(amount as Intl.StringNumericLiteral);
}

/** Short, for the ticks of a chart: `$12K`. Rounded. */
export function formatMoneyShort({ amount, currencyCode }: Money): string {
  return format(currencyCode, { notation: 'compact', maximumFractionDigits: 2 }).format(
    amount as Intl.StringNumericLiteral,
  );
}

/** Whether nothing moved, whatever the sign and the digits. */
export const isZero = ({ amount }: Money): boolean => /^-?0*(\.0*)?$/.test(amount);

/** How much was lost, without the sign of a loss: what stands before it says already that it is one. */
export const lossOf = ({ amount, currencyCode }: Money): Money => ({ amount: amount.replace(/^-/, ''), currencyCode });
