import type { Instant } from '../../../values/instant.js';
import { earliest } from '../words/durations.js';
import { isOfKnownType } from '../words/known-types.js';
import type { FoldRow } from '../words/rows.js';
import type { Course } from '../trials/trials.js';

/**
 * When time alone changes the result: a trial's end, its two deadlines, usage leaving its window, the silent end of a
 * life that sales keep, and a row that is dated later than what was read. Null when nothing will.
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
    ...courses.map(({ life }) => life.silentEndAt),
    ...rows.filter(isOfKnownType).map(({ at }) => (at > asOf ? at : null)),
  );
}
