/** A UTC day as text, `2026-11-03`: text order is time order. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** False for what only looks like a day, such as February 30. */
export function isDay(text: string): boolean {
  const at = DAY.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(at) && dayOf(at) === text;
}

/** The UTC day of a moment. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** @param days how many later; earlier below zero */
export const plusDays = (day: string, days: number): string => dayOf(Date.parse(day) + days * DAY_MS);

/** How many days there are from one to another, both counted. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;

/** A calendar month as text, `2026-11`. */
export const isMonth = (text: string): boolean => isDay(`${text}-01`);

export const monthOf = (day: string): string => day.slice(0, 7);

/** The first and the last day of a month. */
export function daysOfMonth(month: string): { from: string; to: string } {
  const from = `${month}-01`;
  const [year = 0, number = 0] = month.split('-').map(Number);
  return { from, to: plusDays(dayOf(Date.UTC(year, number, 1)), -1) };
}
