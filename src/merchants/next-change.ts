import type { Instant } from '../instant.js';
import { earliest } from './durations.js';
import { isOfKnownType } from './known-types.js';
import { saleLifeEnds } from './sale-as-life.js';
import type { FoldRow } from './rows.js';
import type { Course } from './trials.js';

/**
 * When time alone changes the result: a trial's end, its two deadlines, usage leaving its window, the end of a
 * sale-only life, and a row that is dated later than what was read. Null when nothing will.
 * Rule: first paragraph, `nextChangeAt`.
 */
export function nextChangeAt(
  courses: readonly Course[],
  usageLeavesAt: Instant | null,
  rows: readonly FoldRow[],
  asOf: Instant,
): Instant | null {
  return earliest(
    usageLeavesAt,
    ...courses.map(({ trial }) => trial?.nextChangeAt ?? null),
    ...courses.map(saleLifeEnd),
    ...rows.filter(isOfKnownType).map(({ at }) => (at > asOf ? at : null)),
  );
}

function saleLifeEnd({ life: { charge, start, end } }: Course): Instant | null {
  const last = charge.sales.at(-1);
  const isSaleOnly = start.source === 'transaction' && !charge.activations.some(({ at }) => at >= start.at);
  return end === null && isSaleOnly && last !== undefined ? saleLifeEnds(last.at, charge) : null;
}
