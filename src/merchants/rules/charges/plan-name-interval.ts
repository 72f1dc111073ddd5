import type { BillingInterval } from '../../../contract/merchant-words.js';

// The one list of words. Latin letters only: developers name plans for themselves, mostly in English.
const ANNUAL = wordsOf(
  'annual|annually|yearly|year|years|yr|12[ _-]?(?:months?|mo)|365[ _-]?days?|jährlich|jahr|annuel|anual|annuale',
);
const MONTHLY = wordsOf('monthly|month|mo|30[ _-]?days?|monatlich|mensuel|mensual|mensile|mensal');

/**
 * What a plan's name says of its interval; null when it says nothing, or both.
 * Rule: Interval, rung 4.
 */
export function intervalInName(plan: string): BillingInterval | null {
  const words = plan.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'); // ProYearly is two words
  const annual = ANNUAL.test(words);
  // What is left: the months of "12 months" are a year's.
  const monthly = MONTHLY.test(words.replace(ANNUAL, ' '));
  if (annual === monthly) return null;
  return annual ? 'ANNUAL' : 'EVERY_30_DAYS';
}

/** Whole words: no letter on either side, while digits and underscores may touch them. */
function wordsOf(list: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${list})(?!\\p{L})`, 'iu');
}
