import { instantFromMs, type Instant } from '../instant.js';

/** A UTC day, `2026-11-03`: text order is time order. */
export type Day = string & { readonly __brand: 'Day' };

const DAY_MS = 86_400_000;

export function dayFromMs(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10) as Day;
}

export function plusDays(day: Day, days: number): Day {
  return dayFromMs(Date.parse(day) + days * DAY_MS);
}

/** Null when there is no such day, as 30 February, or it is before there was Shopify. */
export function parseDay(text: string): Day | null {
  const ms = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(ms) || text < '2000') return null;
  const day = dayFromMs(ms);
  return day === text ? day : null;
}

/** `2026-11` */
export function monthOf(day: Day): string {
  return day.slice(0, 7);
}

/** Midnight: what happened before it happened on an earlier day. */
export function startOf(day: Day): Instant {
  return instantFromMs(Date.parse(day));
}

/** The day's own month and those before it: the first day of each, newest first. */
export function monthStarts(day: Day, count: number): Day[] {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return Array.from({ length: count }, (_, back) => dayFromMs(Date.UTC(year, month - 1 - back, 1)));
}
