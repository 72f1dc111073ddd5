import { LOCALE } from '../format/locale.js';
import { formatList } from '../format/numbers.js';
import { unbroken } from '../format/unbroken.js';

const DAY_MS = 86_400_000;
const LONG = { style: 'unit', unitDisplay: 'long' } as const;
const days = new Intl.NumberFormat(LOCALE, { ...LONG, unit: 'day' });
const months = new Intl.NumberFormat(LOCALE, { ...LONG, unit: 'month' });
const years = new Intl.NumberFormat(LOCALE, { ...LONG, unit: 'year' });

/** `12 days`, `13 months`, `2 years and 3 months`: what is over of it, by the calendar. Null for less than a day. */
export function durationText(from: string, untilMs: number): string | null {
  const whole = wholeMonths(from, untilMs);
  if (whole >= 24) {
    const rest = whole % 12;
    return formatList(
      [years.format(Math.floor(whole / 12)), ...(rest === 0 ? [] : [months.format(rest)])].map(unbroken),
    );
  }
  if (whole >= 1) return unbroken(months.format(whole));
  const count = Math.floor((untilMs - Date.parse(from)) / DAY_MS);
  return count < 1 ? null : unbroken(days.format(count));
}

function wholeMonths(from: string, untilMs: number): number {
  const [start, end] = [new Date(from), new Date(untilMs)];
  const count = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  return isEarlierInMonth(end, start) ? count - 1 : count;
}

/** The last day of a month is as late as the days that it does not have: from 31 January it is a month on 28 February. */
function isEarlierInMonth(end: Date, start: Date): boolean {
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  const [day, startDay] = [end.getUTCDate(), Math.min(start.getUTCDate(), lastDay)];
  return day < startDay || (day === startDay && end.getTime() % DAY_MS < start.getTime() % DAY_MS);
}
