import { LOCALE } from './locale.js';

const integers = new Intl.NumberFormat(LOCALE);
const percents = new Intl.NumberFormat(LOCALE, {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});
const lists = new Intl.ListFormat(LOCALE);
const plurals = new Intl.PluralRules(LOCALE);

/** `12,430` */
export const formatCount = (count: number): string => integers.format(count);

/** `+4.2%`. @param share 0.042 */
export const formatChange = (share: number): string => percents.format(share);

export const formatList = (items: readonly string[]): string => lists.format(items);

/** Picks the form that the number asks for: `plural(3, 'app', 'apps')`. */
export const plural = (count: number, one: string, other: string): string =>
  plurals.select(count) === 'one' ? one : other;
