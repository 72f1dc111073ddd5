import { LOCALE } from './locale.js';

const integers = new Intl.NumberFormat(LOCALE);
const percents = new Intl.NumberFormat(LOCALE, {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});
const shares = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 });
const rates = new Intl.NumberFormat(LOCALE, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 });
const lists = new Intl.ListFormat(LOCALE);
const plurals = new Intl.PluralRules(LOCALE);

/** `12,430` */
export const formatCount = (count: number): string => integers.format(count);

/** `+4.2%`. @param share 0.042 */
export const formatChange = (share: number): string => percents.format(share);

/** `42%`: a part of a whole. @param share 0.42 */
export const formatShare = (share: number): string => shares.format(share);

/** `4.17%`. @param percent decimal text, `4.17`, which stays exact */
export const formatPercent = (percent: string): string => rates.format(`${percent}E-2` as Intl.StringNumericLiteral);

export const formatList = (items: readonly string[]): string => lists.format(items);

/** Picks the form that the number asks for: `plural(3, 'app', 'apps')`. */
export const plural = (count: number, one: string, other: string): string =>
  plurals.select(count) === 'one' ? one : other;
