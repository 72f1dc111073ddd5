import { daysBetween, monthOf, plusDays, type Day } from '../../values/day.js';

/** Contract: `range`. */
export const RANGES = ['yesterday', '7d', '30d', '90d', '12m'] as const;
export type RangeName = (typeof RANGES)[number];

/** What one point of a series stands for. */
export const UNITS = ['day', 'month'] as const;
export type Unit = (typeof UNITS)[number];

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

export function unitOf({ days }: Range): Unit {
  return days.length > MOST_POINTS ? 'month' : 'day';
}

/** Whether a day begins a point of the series. */
export function begins(unit: Unit, day: Day, before: Day | undefined): boolean {
  return unit === 'day' || before === undefined || monthOf(day) !== monthOf(before);
}
