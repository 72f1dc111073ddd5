import { LOCALE } from './locale.js';
import { unbroken } from './text.js';

const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });
/** By number: what was 30 hours ago was yesterday for some readers, and the day before for others. */
const relativeDays = new Intl.RelativeTimeFormat(LOCALE);
const days = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium' });
const calendarDays = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' });
const shortCalendarDays = new Intl.DateTimeFormat(LOCALE, { month: 'short', day: 'numeric', timeZone: 'UTC' });
const shortMonths = new Intl.DateTimeFormat(LOCALE, { month: 'short', year: 'numeric', timeZone: 'UTC' });
const shortDays = new Intl.DateTimeFormat(LOCALE, { month: 'short', day: 'numeric' });
const months = new Intl.DateTimeFormat(LOCALE, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const exact = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeStyle: 'long' });
const clock = new Intl.DateTimeFormat(LOCALE, { timeStyle: 'short' });

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `3 minutes ago`, `in 2 hours`; a date when it is more than seven days away. */
export function formatRelative(instant: string, nowMs: number): string {
  const difference = Date.parse(instant) - nowMs;
  const distance = Math.abs(difference);
  if (distance > 7 * DAY) return days.format(Date.parse(instant));
  if (distance < 45 * SECOND) return relative.format(0, 'second');
  if (distance < 50 * MINUTE) return relative.format(awayFromZero(difference / MINUTE), 'minute');
  if (distance < 22 * HOUR) return relative.format(awayFromZero(difference / HOUR), 'hour');
  return relativeDays.format(awayFromZero(difference / DAY), 'day');
}

const awayFromZero = (count: number): number => Math.sign(count) * Math.max(1, Math.round(Math.abs(count)));

/** With seconds and zone, as the reader's own clock says it. */
export const formatExact = (instant: string): string => exact.format(Date.parse(instant));

/** The day that an instant falls on where the reader is. */
export const formatDate = (instant: string): string => days.format(Date.parse(instant));

/** The same without its year: `Dec 5`. */
export const formatDateShort = (instant: string): string => shortDays.format(Date.parse(instant));

/** `Jan 11 – Nov 12, 2026`: from one day to another, each unbroken; one day alone where both are the same. */
export const formatDateRange = (from: string, to: string): string =>
  days
    .formatRange(Date.parse(from), Date.parse(to))
    .split(/\s*–\s*/)
    .map(unbroken)
    .join('\u00a0– ');

/** `November 2026`, of a UTC month such as `2026-11`. */
export const formatMonth = (month: string): string => months.format(Date.parse(`${month}-01T00:00:00Z`));

/** A UTC day such as `2026-11-24`, which is that day for everyone. */
export const formatDay = (day: string): string => calendarDays.format(Date.parse(day));

/** The same without its year, for the ticks of a chart: `Nov 24`. */
export const formatDayShort = (day: string): string => shortCalendarDays.format(Date.parse(day));

/** A calendar month such as `2026-11`, or the one that a UTC day is in: `Nov 2026`. */
export const formatMonthShort = (month: string): string => shortMonths.format(Date.parse(month));

/** `14:30` */
export const formatClock = (instant: string): string => clock.format(Date.parse(instant));

const moments = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });

/** `Nov 24, 2026, 14:30`, where the reader is. */
export const formatMoment = (instant: string): string => moments.format(Date.parse(instant));

const units = (count: number, unit: 'second' | 'minute' | 'hour'): string =>
  new Intl.NumberFormat(LOCALE, { style: 'unit', unit, unitDisplay: 'long' }).format(count);

/** `40 seconds`, `3 minutes`, `2 hours`: the largest unit that fits, rounded. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 90 * SECOND) return units(Math.round(durationMs / SECOND), 'second');
  if (durationMs < 90 * MINUTE) return units(Math.round(durationMs / MINUTE), 'minute');
  return units(Math.round(durationMs / HOUR), 'hour');
}
