import type { Course } from '../trials/trials.js';
import type { Amount } from '../../../contract/merchant-words.js';

/** A life that is not over, at one moment of the story. */
export interface Standing {
  readonly course: Course;
  isFrozen: boolean;
  /** The shop's account is closed: counts as ended until it returns. */
  isLost: boolean;
  /** Out of its trial: carries *m* while live. */
  counts: boolean;
}

/** What the life adds to MRR at this moment. Rule: Words, *live*, *m*. */
export function carried({ course, isFrozen, isLost, counts }: Standing): Amount {
  const { m } = course.life;
  return isFrozen || isLost || !counts ? { units: 0n, currency: m.currency } : m;
}

export function plus(amount: Amount, units: bigint): Amount {
  return { units: amount.units + units, currency: amount.currency };
}

export function minus(amount: Amount): Amount {
  return { units: -amount.units, currency: amount.currency };
}

/**
 * Sums by currency, in the order of their codes: amounts of two currencies are never added.
 * Rule: Words, "Everything is per currency".
 */
export function sumByCurrency(amounts: readonly Amount[]): Amount[] {
  const sums = new Map<string, bigint>();
  for (const { units, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + units);
  return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([currency, units]) => ({ units, currency }));
}
