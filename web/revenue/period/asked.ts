import { daysBetween, FIRST_DAY, isDay, MOST_DAYS, plusDays } from '../../../src/values/day.js';
import type { View } from '../view/view.js';

/** The days that the figures are of: complete UTC days, by name or from one to another. */
export type AskedDays =
  | { readonly kind: 'named'; readonly range: View['range'] }
  | { readonly kind: 'custom'; readonly from: string; readonly to: string };

export interface DaysProblem {
  readonly field: 'from' | 'to';
  readonly code: 'missing' | 'too_early' | 'reversed' | 'not_over' | 'too_long';
}

/** @returns why two days are no range; null when they are one. @param today the UTC day that is not over yet */
export function daysProblem({ from, to }: Pick<View, 'from' | 'to'>, today: string): DaysProblem | null {
  if (from === null || !isDay(from)) return { field: 'from', code: 'missing' };
  if (to === null || !isDay(to)) return { field: 'to', code: 'missing' };
  if (from < FIRST_DAY) return { field: 'from', code: 'too_early' };
  if (to < FIRST_DAY) return { field: 'to', code: 'too_early' };
  if (from >= today) return { field: 'from', code: 'not_over' };
  if (to >= today) return { field: 'to', code: 'not_over' };
  if (from > to) return { field: 'from', code: 'reversed' };
  return daysBetween(from, to) > MOST_DAYS ? { field: 'from', code: 'too_long' } : null;
}

/** @returns why nothing can be shown as of a day; null when it can */
export function asOfProblem(asOf: string, today: string): 'too_early' | 'not_over' | null {
  if (asOf < FIRST_DAY) return 'too_early';
  return asOf >= today ? 'not_over' : null;
}

/** True when a range of the reader's own was chosen, right or wrong. */
export const isCustom = ({ from, to }: Pick<View, 'from' | 'to'>): boolean => from !== null || to !== null;

/** What the figures of the page are narrowed to. */
export interface Asked {
  readonly days: AskedDays;
  readonly app: View['app'];
  /** The past day at whose end everything is shown; null shows what is known until now. */
  readonly asOf: string | null;
}

/**
 * Days that are no range, or no past day, are said to be wrong where they were typed; meanwhile a range by name is
 * shown, or today. A range of the reader's own that is shown as of a past day is as of its last one.
 */
export function askedOf({ range, from, to, app, asOf }: View, today: string): Asked {
  const isPast = asOf !== null && asOfProblem(asOf, today) === null;
  if (from === null || to === null || daysProblem({ from, to }, today) !== null) {
    return { days: { kind: 'named', range }, app, asOf: isPast ? asOf : null };
  }
  return { days: { kind: 'custom', from, to }, app, asOf: isPast ? to : null };
}

/** The last day that a past figure can be of. */
export const lastDay = (today: string): string => plusDays(today, -1);
