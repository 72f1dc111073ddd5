import type { Interval } from './vocabulary.js';

// The one list of words. Latin letters only: developers name plans for themselves, mostly in English.
const ANNUAL = /\b(annual|annually|yearly|year|years|yr|12[ -]?months?|jährlich|jahr|annuel|anual)\b/iu;
const MONTHLY = /\b(monthly|month|mo|30[ -]?days?|monatlich|mensuel|mensual)\b/iu;

/** What a plan's name says of its interval; null when it says nothing, or both. Rule: Interval, rung 4. */
export function intervalInName(plan: string): Interval | null {
  const words = plan.replaceAll('_', ' ').replace(/12[ -]?months?/i, 'annual');
  const annual = ANNUAL.test(words);
  const monthly = MONTHLY.test(words);
  if (annual === monthly) return null;
  return annual ? 'ANNUAL' : 'EVERY_30_DAYS';
}
