import type { View } from '../view/view.js';
import { daysBetween, isDay, plusDays } from './calendar-day.js';

/** The days that the figures are of: complete UTC days, by name or from one to another. */
export type AskedDays =
  | { readonly kind: 'named'; readonly range: View['range'] }
  | { readonly kind: 'custom'; readonly from: string; readonly to: string };

export interface DaysProblem {
  readonly field: 'from' | 'to';
  readonly code: 'missing' | 'reversed' | 'not_over' | 'too_long';
}

/** What the api answers at once: ten years. */
const MOST_DAYS = 3_653;

/** @returns why two days are no range; null when they are one. @param today the UTC day that is not over yet */
export function daysProblem({ from, to }: Pick<View, 'from' | 'to'>, today: string): DaysProblem | null {
  if (from === null || !isDay(from)) return { field: 'from', code: 'missing' };
  if (to === null || !isDay(to)) return { field: 'to', code: 'missing' };
  if (from >= today) return { field: 'from', code: 'not_over' };
  if (to >= today) return { field: 'to', code: 'not_over' };
  if (from > to) return { field: 'from', code: 'reversed' };
  return daysBetween(from, to) > MOST_DAYS ? { field: 'from', code: 'too_long' } : null;
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
 * Days that are no range are said to be wrong where they were typed; meanwhile a range by name is shown. A range of the
 * reader's own that is shown as of a past day is as of its last one.
 */
export function askedOf({ range, from, to, app, asOf }: View, today: string): Asked {
  const isPast = asOf !== null && asOf < today;
  if (from === null || to === null || daysProblem({ from, to }, today) !== null) {
    return { days: { kind: 'named', range }, app, asOf: isPast ? asOf : null };
  }
  return { days: { kind: 'custom', from, to }, app, asOf: isPast ? to : null };
}

/** The last day that a past figure can be of. */
export const lastDay = (today: string): string => plusDays(today, -1);
