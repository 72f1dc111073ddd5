import { type Instant, instantFromMs } from './instant.js';

/** A UTC day, `2026-11-03`: text order is time order. */
export type Day = string & { readonly __brand: 'Day' };

const DAY_MS = 86_400_000;

export function dayFromMs(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10) as Day;
}

/** @param days how many later; earlier below zero */
export function plusDays(day: string, days: number): Day {
  return dayFromMs(Date.parse(day) + days * DAY_MS);
}

/** Both days counted; less than one when they are in the wrong order. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
}

/** Ten years: longer than anybody has looked back, and few enough to be summed up for one answer. */
export const MOST_DAYS = 3653;

/** Before there was Shopify: nothing is asked of an earlier day. */
export const FIRST_DAY = '2000-01-01';

/** False for what only looks like a day, such as February 30. */
export function isDay(text: string): text is Day {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(ms) && dayFromMs(ms) === text;
}

/** Null when there is no such day, or nothing is asked of it. */
export function parseDay(text: string): Day | null {
  return isDay(text) && text >= FIRST_DAY ? text : null;
}

/** `2026-11` */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** Midnight: what happened before it happened on an earlier day. */
export function startOf(day: string): Instant {
  return instantFromMs(Date.parse(day));
}

/** The midnight that ends a day, in milliseconds. */
export function endOf(day: string): number {
  return Date.parse(day) + DAY_MS;
}

/** The day's own month and those before it: the first day of each, newest first. */
export function monthStarts(day: Day, count: number): Day[] {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return Array.from({ length: count }, (_, back) => dayFromMs(Date.UTC(year, month - 1 - back, 1)));
}
