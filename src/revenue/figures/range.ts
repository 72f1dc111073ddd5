import type { RangeName, SeriesUnit } from '../../contract/revenue-words.js';
import { type Day, daysBetween, monthOf, monthStarts, plusDays } from '../../values/day.js';

const DAYS: Readonly<Record<RangeName, number>> = { yesterday: 1, '7d': 7, '30d': 30, '90d': 90, '12m': 365 };

/** Days that a series tells one by one: a year. */
export const MOST_POINTS = 366;

/** Complete UTC days only: today is not over, so that nothing of it counts. Rule: Revenue page. */
export interface Range {
  readonly from: Day;
  /** Inclusive: yesterday at the latest. */
  readonly to: Day;
  /** Every day from `from` to `to`. */
  readonly days: readonly Day[];
  /** First day of the equally long range before, which ends the day before `from`. */
  readonly previousFrom: Day;
  /** The day after `to`: every figure is as of its midnight. */
  readonly end: Day;
}

/** @param end the first day that is not in it */
export function rangeUntil(end: Day, name: RangeName): Range {
  return rangeBetween(plusDays(end, -DAYS[name]), plusDays(end, -1));
}

/** @param to not before `from` */
export function rangeBetween(from: Day, to: Day): Range {
  const length = daysBetween(from, to);
  return {
    from,
    to,
    days: Array.from({ length }, (_, index) => plusDays(from, index)),
    previousFrom: plusDays(from, -length),
    end: plusDays(to, 1),
  };
}

export function unitOf({ days }: Range): SeriesUnit {
  return days.length > MOST_POINTS ? 'month' : 'day';
}

/** Whether a day begins a point of the series. */
export function begins(unit: SeriesUnit, day: Day, before: Day | undefined): boolean {
  return unit === 'day' || before === undefined || monthOf(day) !== monthOf(before);
}

/** Rule: Revenue page, "the last 12 complete months". */
const MONTHS = 12;

/** What happened before a midnight is behind it: the end of a range is the state of its last day's end. */
type Midnight = Day;

/** The first days of the last complete months, and of the month after them, oldest first. */
export function completeMonths(end: Midnight, months = MONTHS): Midnight[] {
  return monthStarts(end, months + 1).reverse();
}

/** The midnights at which shops are counted for a range, in order: both ends, and the months that churn is read from. */
export function momentsOf({ from, end }: Range): Midnight[] {
  return [...new Set([from, end, ...completeMonths(from), ...completeMonths(end)])].sort();
}
