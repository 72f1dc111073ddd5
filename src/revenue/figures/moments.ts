import { monthStarts, type Day } from '../../values/day.js';
import type { Range } from './range.js';

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
