import type { MerchantAppView } from '../../merchants/read/merchant-views.js';

/** Titles of columns are written alike in every file: a capital letter first, and the zone of what is a time. */
export const INTERVAL_WORDS: Readonly<Record<NonNullable<MerchantAppView['interval']>, string>> = {
  EVERY_30_DAYS: 'every 30 days',
  ANNUAL: 'every year',
};

/** A name of ours as words: `trial_expired` is `trial expired`. */
export function wordsOf(name: string | null): string | null {
  return name === null ? null : name.replaceAll('_', ' ');
}
