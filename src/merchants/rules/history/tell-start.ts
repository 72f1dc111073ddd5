import type { Amount } from '../../../contract/merchant-words.js';
import { placeOfStart } from '../charges/life.js';
import { confidenceOfStart } from '../lives/sale-as-life.js';
import type { Course } from '../trials/trials.js';
import { minus, plus, sumByCurrency } from '../words/amounts.js';
import type { FoldEvent } from '../words/rows.js';
import type { HistoryLine } from './history-line.js';
import { carried, type LifeState, shownCourse, type Story } from './story.js';
import { tellUnfreeze } from './tell-course.js';

/**
 * A charge comes alive: the first subscription, a return, an add-on beside another one, a trial, or a change of plan.
 * Rule: Then, charge by charge, rows of `…_ACTIVATED`; Trials.
 * @param cancel the old charge's cancel, where this activation replaced one
 */
export function tellStart(story: Story, course: Course, cancel: FoldEvent | null): void {
  const { life, trial } = course;
  // Whoever subscribes has a shop that is open, also where its return was never told.
  story.isDeactivated = false;
  const replaced = life.predecessors.flatMap((old) => story.find(old) ?? []);
  if (replaced.length > 0) tellPlanChange(story, course, startLine(course), replaced, cancel);
  else tellAlone(story, course);
  if (trial !== null && !trial.isInherited) tellTrialStart(story, course, trial.statedBy);
}

/** Nothing was replaced: others that are there are proven to go on. */
function tellAlone(story: Story, course: Course): void {
  const { life, trial } = course;
  const proofs = story
    .others(life)
    .flatMap(({ course: other }) =>
      other.life.keeps.filter(({ at }) => at === life.start.at).map(({ sale }) => sale.id),
    );
  const isAddOn = story.others(life).length > 0;
  const hasSubscribed = story.hasSubscribedBefore(life.start.at);
  const line = { ...startLine(course), mrrChange: carried(begun(story, course)) };
  if (isAddOn) {
    const evidence = [...new Set([...line.evidence, ...proofs])];
    const confidence = line.confidence === 'stated' ? 'inferred' : line.confidence;
    story.add({ ...line, type: 'upgraded', rule: ruleOf(course, 'add-on'), confidence, evidence });
  } else if (trial === null) {
    const type = hasSubscribed ? 'resubscribed' : 'subscribed';
    story.add({ ...line, type, rule: ruleOf(course, 'subscription') });
  }
}

function tellTrialStart(story: Story, course: Course, statedBy: string | null): void {
  const line = startLine(course);
  story.add({
    ...line,
    type: 'trial_started',
    mrrChange: { units: 0n, currency: course.life.m.currency },
    rule: 'trial',
    confidence: statedBy === null ? 'inferred' : 'stated',
    evidence: [...new Set([...line.evidence, ...(statedBy === null ? [] : [statedBy])])],
  });
}

function startLine({ life }: Course): Omit<HistoryLine, 'type'> {
  const { charge, start } = life;
  return {
    at: start.at,
    order: placeOfStart(life),
    chargeNumber: charge.number,
    key: charge.number,
    plan: charge.plan,
    rule: 'subscription',
    confidence: confidenceOfStart(life),
    evidence: [start.id],
  };
}

function ruleOf({ life }: Course, byEvent: 'subscription' | 'add-on'): HistoryLine['rule'] {
  return life.start.source === 'transaction' ? 'sale as evidence of life' : byEvent;
}

/**
 * One change, by the difference to the sum of what was replaced; across currencies one line of each. Stated where the
 * cancel of all that was replaced pairs with it, else inferred.
 * Rule: First, pair the charges, "The movement is one"; Then, charge by charge, "same, a plan change".
 * @param start line of the new charge
 * @param replaced what was live or frozen until then
 */
function tellPlanChange(
  story: Story,
  course: Course,
  start: Omit<HistoryLine, 'type'>,
  replaced: readonly LifeState[],
  cancel: FoldEvent | null,
): void {
  const { start: row, m } = course.life;
  for (const old of replaced) if (old.isFrozen) tellUnfreeze(story, old, { at: row.at, row, by: null });
  const before = sumByCurrency(replaced.map(carried));
  for (const old of replaced) story.remove(old.course.life);
  const now = carried(begun(story, course));
  const line: Omit<HistoryLine, 'type'> = { ...start, ...whyReplaced(start, replaced, cancel), rule: 'plan change' };
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
  const byList = m.units - listPriceSum(inCurrency(replaced, m.currency));
  const isUp = mrrChange.units === 0n ? byList >= 0n : mrrChange.units > 0n;
  story.add({ ...line, type: isUp ? 'upgraded' : 'downgraded', mrrChange });
}

/** From here on the life is standing; out of a trial it counts at once. */
function begun(story: Story, course: Course): LifeState {
  const standing = story.begin(course);
  if (course.trial === null) story.count(standing, course.life.start.at);
  return standing;
}

/** Without a cancel that says so, the rows of what was replaced are what the change is read from. */
function whyReplaced(
  start: Omit<HistoryLine, 'type'>,
  replaced: readonly LifeState[],
  cancel: FoldEvent | null,
): Pick<HistoryLine, 'confidence' | 'evidence'> {
  const unpaired = replaced.filter(({ course }) => course.life.charge.number !== cancel?.chargeNumber);
  const evidence = [
    ...unpaired.map(({ course }) => course.life.start.id),
    ...(cancel === null ? [] : [cancel.id]),
    ...start.evidence,
  ];
  const isInferred = unpaired.length > 0 && start.confidence === 'stated';
  return { confidence: isInferred ? 'inferred' : start.confidence, evidence };
}

function inCurrency(standings: readonly LifeState[], currency: Amount['currency']): LifeState[] {
  return standings.filter(({ course }) => course.life.m.currency === currency);
}

function listPriceSum(standings: readonly LifeState[]): bigint {
  return standings.reduce((sum, { course }) => sum + course.life.m.units, 0n);
}
