import { type Day, dayFromMs, isDay, plusDays } from '../../../src/values/day.js';

/** A calendar month as text, `2026-11`. */
export const isMonth = (text: string): boolean => isDay(`${text}-01`);

/** The first and the last day of a month. */
export function daysOfMonth(month: string): { from: Day; to: Day } {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return { from: dayFromMs(Date.UTC(year, number - 1, 1)), to: plusDays(dayFromMs(Date.UTC(year, number, 1)), -1) };
}
