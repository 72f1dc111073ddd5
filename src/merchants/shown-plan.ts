import { compareNumbers, compareText } from './order-at-one-instant.js';
import type { Course } from './trials.js';

/**
 * Of several charges the one whose plan is shown: the highest *m*; across currencies, which cannot be compared, the
 * newest; then the newest and the higher number.
 * Rule: Status shown, last paragraph.
 */
export function shownCourse(courses: readonly Course[]): Course | null {
  const isOneCurrency = new Set(courses.map(({ life }) => life.m.currency)).size === 1;
  return courses.reduce<Course | null>((best, course) => {
    if (best === null) return course;
    const byAmount = isOneCurrency ? Number(course.life.m.units - best.life.m.units) : 0;
    return (byAmount || newer(course, best)) > 0 ? course : best;
  }, null);
}

function newer({ life: one }: Course, { life: other }: Course): number {
  return compareText(one.start.at, other.start.at) || compareNumbers(one.charge.number, other.charge.number);
}
