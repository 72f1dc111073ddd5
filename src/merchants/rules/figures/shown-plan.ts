import { shownFirst } from '../../../values/shown-first.js';
import type { Course } from '../trials/trials.js';

/** Of several charges the one whose plan is shown. Rule: Status shown, last paragraph. */
export function shownCourse(courses: readonly Course[]): Course | null {
  const [shown] = shownFirst(courses, ({ life: { m, start, charge } }) => ({
    m: m.units,
    currency: m.currency,
    startAt: start.at,
    number: charge.number,
  }));
  return shown ?? null;
}
