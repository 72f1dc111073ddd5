import type { Line } from './history-line.js';
import type { EventRow } from '../words/rows.js';
import { shownCourse } from '../figures/shown-plan.js';
import { carried, minus, plus, sumByCurrency, type Standing } from './standing.js';
import type { Story } from './story.js';
import { tellUnfreeze } from './tell-freeze.js';
import type { Course } from '../trials/trials.js';
import type { Amount } from '../../../contract/merchant-words.js';

/**
 * One change, by the difference to the sum of what was replaced; across currencies one line of each. Stated where the
 * cancel of all that was replaced pairs with it, else inferred.
 * Rule: First, pair the charges, "The movement is one"; Then, charge by charge, "same, a plan change".
 * @param start line of the new charge
 * @param replaced what was live or frozen until then
 */
export function tellPlanChange(
  story: Story,
  course: Course,
  start: Omit<Line, 'type'>,
  replaced: readonly Standing[],
  cancel: EventRow | null,
): void {
  const { start: row, m } = course.life;
  for (const old of replaced) if (old.isFrozen) tellUnfreeze(story, old, { at: row.at, row, by: null });
  const before = sumByCurrency(replaced.map(carried));
  for (const old of replaced) story.remove(old.course.life);
  const now = carried(begun(story, course));
  const line: Omit<Line, 'type'> = { ...start, ...reasonOf(start, replaced, cancel), rule: 'plan change' };
  for (const lost of before.filter(({ currency }) => currency !== now.currency)) {
    const old = shownCourse(inCurrency(replaced, lost.currency).map((standing) => standing.course));
    story.add({ ...line, type: 'downgraded', plan: old?.life.charge.plan ?? null, mrrChange: minus(lost) });
  }
  const same = before.find(({ currency }) => currency === now.currency);
  if (same === undefined) {
    story.add({ ...line, type: 'upgraded', mrrChange: now });
    return;
  }
  const mrrChange = plus(now, -same.units);
  const byList = m.units - sumOf(inCurrency(replaced, m.currency));
  const isUp = mrrChange.units === 0n ? byList >= 0n : mrrChange.units > 0n;
  story.add({ ...line, type: isUp ? 'upgraded' : 'downgraded', mrrChange });
}

/** From here on the life is standing; out of a trial it counts at once. */
export function begun(story: Story, course: Course): Standing {
  const standing = story.begin(course);
  if (course.trial === null) story.count(standing, course.life.start.at);
  return standing;
}

/** Without a cancel that says so, the rows of what was replaced are what the change is read from. */
function reasonOf(
  start: Omit<Line, 'type'>,
  replaced: readonly Standing[],
  cancel: EventRow | null,
): Pick<Line, 'confidence' | 'evidence'> {
  const unpaired = replaced.filter(({ course }) => course.life.charge.number !== cancel?.chargeNumber);
  const evidence = [
    ...unpaired.map(({ course }) => course.life.start.id),
    ...(cancel === null ? [] : [cancel.id]),
    ...start.evidence,
  ];
  const isInferred = unpaired.length > 0 && start.confidence === 'stated';
  return { confidence: isInferred ? 'inferred' : start.confidence, evidence };
}

function inCurrency(standings: readonly Standing[], currency: Amount['currency']): Standing[] {
  return standings.filter(({ course }) => course.life.m.currency === currency);
}

function sumOf(standings: readonly Standing[]): bigint {
  return standings.reduce((sum, { course }) => sum + course.life.m.units, 0n);
}
