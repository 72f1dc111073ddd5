import { plusDays, type Day } from './day.js';

/** Contract: `range`. */
export const RANGES = ['yesterday', '7d', '30d', '90d', '12m'] as const;
export type RangeName = (typeof RANGES)[number];

const DAYS: Readonly<Record<RangeName, number>> = { yesterday: 1, '7d': 7, '30d': 30, '90d': 90, '12m': 365 };

/** Complete UTC days only: today is not over, so that nothing of it counts. Rule: Revenue page. */
export interface Range {
  readonly from: Day;
  /** Inclusive: yesterday. */
  readonly to: Day;
  /** Every day from `from` to `to`. */
  readonly days: readonly Day[];
  /** First day of the equally long range before, which ends the day before `from`. */
  readonly previousFrom: Day;
  /** Today: every figure is as of its midnight. */
  readonly end: Day;
}

export function rangeUntil(today: Day, name: RangeName): Range {
  const length = DAYS[name];
  const from = plusDays(today, -length);
  return {
    from,
    to: plusDays(today, -1),
    days: Array.from({ length }, (_, index) => plusDays(from, index)),
    previousFrom: plusDays(from, -length),
    end: today,
  };
}
