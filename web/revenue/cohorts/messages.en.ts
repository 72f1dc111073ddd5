import { formatCount, plural } from '../../shared/format/numbers.js';

/** What the page says about cohorts. */
export const messages = {
  heading: 'Cohorts',
  about: (currency: string) =>
    `Merchants by the month of their first subscription, in ${currency}: how many of them still paid, and how much a month, at the end of that month and 1, 2, 3 … months later.`,
  caption: (day: string) => `Merchants and MRR left of each month’s new subscribers, oldest month first, as of ${day}`,
  none: 'No month has both begun and ended since the first subscription. The first cohort is shown at the next month’s end.',
  month: 'First subscribed',
  began: 'Began',
  sameMonth: 'Same month',
  after: (months: number) => `${formatCount(months)} ${plural(months, 'month', 'months')}`,
  merchants: (count: number) => `${formatCount(count)} ${plural(count, 'merchant', 'merchants')}`,
  left: (count: number, share: string) => `${formatCount(count)} (${share})`,
  notYet: 'not over yet',
} as const;
