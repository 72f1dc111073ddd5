/**
 * Money is exact: a bigint of twelfths of a millionth of the currency's unit, so that an annual price divides by
 * twelve and a six-decimal amount is held without rounding. Decimal text outside, never a float.
 */
export type Units = bigint;

/** As the API writes it: `{ "amount": "49.00", "currencyCode": "USD" }`. */
export interface Money {
  readonly amount: string;
  readonly currencyCode: string;
}

const UNITS_PER_MILLIONTH = 12n;
const MILLION = 1_000_000n;
const UNITS_PER_WHOLE = UNITS_PER_MILLIONTH * MILLION;

// 18 digits before the point: no real price comes near, and sums of millions of rows still fit numeric(38).
const DECIMAL = /^(-?)(\d{1,18})(?:\.(\d{1,30}))?$/;

/** Decimal text to units. Null for anything else: exponents, NaN, more than six significant decimals. */
export function parseUnits(amount: string): Units | null {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(amount) ?? [];
  if (whole === undefined) return null;
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > 6) return null;
  const units = (BigInt(whole) * MILLION + BigInt(significant.padEnd(6, '0'))) * UNITS_PER_MILLIONTH;
  return sign === '-' ? -units : units;
}

/** Units to the text that is shown: rounded once, half away from zero, to the currency's own number of digits. */
export function formatUnits(units: Units, currencyCode: string): string {
  return formatRatio({ numerator: units, denominator: 1n }, currencyCode);
}

/** An exact amount that need not be a whole number of units, as an average is. The denominator is above zero. */
export interface Ratio {
  readonly numerator: Units;
  readonly denominator: bigint;
}

/** The same for a ratio. */
export function formatRatio({ numerator, denominator }: Ratio, currencyCode: string): string {
  const digits = fractionDigits(currencyCode);
  const step = (UNITS_PER_WHOLE / 10n ** BigInt(digits)) * denominator;
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (magnitude * 2n + step) / (step * 2n);
  const text = rounded.toString().padStart(digits + 1, '0');
  const shown = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return numerator < 0n && rounded !== 0n ? `-${shown}` : shown;
}

/** A share as per cent, rounded once to hundredths, half away from zero: `4.17`. */
export function formatPercent({ numerator, denominator }: Ratio): string {
  return formatRatio({ numerator: numerator * 100n * UNITS_PER_WHOLE, denominator }, 'USD');
}

export function money(units: Units, currencyCode: string): Money {
  return { amount: formatUnits(units, currencyCode), currencyCode };
}

// ISO 4217, list one: codes whose minor unit is not a hundredth. Not from Intl, which follows how people write
// amounts (no decimals for HUF or IDR) and changes with the version of Node.
const NO_DIGITS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ');
const THREE_DIGITS = 'BHD IQD JOD KWD LYD OMR TND'.split(' ');

/** Digits after the point: JPY 0, USD 2, KWD 3; two for a code that ISO 4217 does not list. */
export function fractionDigits(currencyCode: string): number {
  if (NO_DIGITS.includes(currencyCode)) return 0;
  return THREE_DIGITS.includes(currencyCode) ? 3 : 2;
}
