import type { Confidence, FigureWithReason, Why } from '../../../contract/merchant-words.js';
import type { RuleName } from '../../../contract/rule-names.js';
import { outageAt } from '../charges/life.js';
import type { Story } from '../history/story.js';
import { confidenceOfStart } from '../lives/sale-as-life.js';
import type { SettledCancels } from '../lives/settle-lives.js';
import type { RelationChange } from '../relationship/install-state.js';
import type { Course, Trial } from '../trials/trials.js';
import { leastSure } from '../words/least-sure.js';
import { compareText } from '../words/order-at-one-instant.js';
import type { EffectiveMrr } from './recurring-figures.js';
import type { ShownStatus } from './status.js';

export interface WhyQuestion {
  readonly shown: ShownStatus;
  readonly primary: Course | null;
  readonly story: Story;
  readonly lastChange: RelationChange | null;
  readonly effective: EffectiveMrr;
  readonly cancels: SettledCancels;
}

/**
 * Names rule, evidence and confidence of the shown figures.
 * Rule: Why.
 */
export function whyOf(question: WhyQuestion): Partial<Record<FigureWithReason, Why>> {
  const { shown, primary, effective, cancels } = question;
  const status = statusWhy(question);
  const [first, ...others] = shown.by.map(({ course }) => course);
  const why: Partial<Record<FigureWithReason, Why>> = {
    status,
    plan: primary === null ? status : planWhy(primary, cancels),
    mrr: first === undefined ? status : mrrWhy([first, ...others], cancels),
  };
  if (primary !== null) {
    const { interval } = primary.life.charge;
    why.interval = { rule: interval.rule, confidence: interval.confidence, evidence: interval.evidence };
  }
  const { rule, confidence, evidence } = effective;
  if (evidence.length > 0) why.effectiveMrr = { rule, confidence, evidence };
  return why;
}

function statusWhy({ shown, story, lastChange, cancels }: WhyQuestion): Why {
  const lives = shown.by.map(({ course }) => course);
  const [first, ...others] = lives.map((course) => confidenceOf(course, cancels));
  if (first !== undefined) {
    const rule = shown.status === 'frozen' ? 'freeze' : (keepingRule(lives) ?? ruleOfLife(lives));
    return { rule, confidence: leastSure([first, ...others]), evidence: each(lives.flatMap(evidenceOf)) };
  }
  const relationship = lastChange === null ? [] : [lastChange.row.id];
  if (shown.detail === 'uninstalled' || shown.detail === 'deactivated') {
    const isByChange = lastChange?.kind === shown.detail;
    const rule = shown.detail === 'deactivated' ? 'deactivation' : 'uninstall';
    return { rule, confidence: 'stated', evidence: isByChange ? relationship : lossEvidence(story) };
  }
  if (shown.status === 'churned') {
    const isInferred = shown.detail === 'trial_expired' || (story.lastLoss?.courses ?? []).every(isEndInferred);
    const rule: RuleName = shown.detail === 'trial_expired' ? 'trial expiry' : 'no live charge';
    return { rule, confidence: isInferred ? 'inferred' : 'stated', evidence: lossEvidence(story) };
  }
  return lastChange === null
    ? { rule: 'assumed install', confidence: 'assumed', evidence: [] }
    : { rule: 'never subscribed', confidence: 'stated', evidence: relationship };
}

function isEndInferred({ life: { end } }: Course): boolean {
  return end?.reason === 'sales_stopped';
}

function lossEvidence({ lastLoss }: Story): string[] {
  return (lastLoss?.courses ?? []).map(({ life }) => {
    const { start, end } = life;
    // Without an end it was lost when the shop closed, and may return with it.
    if (end === null) return outageAt(life)?.from.row.id ?? start.id;
    return 'row' in end ? end.row.id : end.change.row.id;
  });
}

/** A plan is the charge's own name, whatever became of a trial or of a freeze; that it is on may be shown by a sale. */
function planWhy(course: Course, cancels: SettledCancels): Why {
  const { start, keeps } = course.life;
  return {
    rule: keepingRule([course]) ?? ruleOfStart([course]),
    confidence: confidenceOfLife(course, cancels),
    evidence: each([start.id, ...keeps.flatMap(({ evidence }) => evidence)]),
  };
}

function ruleOfLife(courses: readonly Course[]): RuleName {
  const trials = courses.flatMap(({ trial }) => trial ?? []);
  if (trials.length === 0) return ruleOfStart(courses);
  return trials.some(({ converted }) => converted !== null) ? 'trial conversion' : 'trial';
}

function ruleOfStart(courses: readonly Course[]): RuleName {
  if (courses.some(({ life }) => life.start.source === 'transaction')) return 'sale as evidence of life';
  return courses.some(({ life }) => life.predecessors.length > 0) ? 'plan change' : 'subscription';
}

/** The rule by which a late sale keeps one of them, the latest. */
function keepingRule(courses: readonly Course[]): RuleName | null {
  const keeps = courses.flatMap(({ life }) => life.keeps.at(-1) ?? []);
  return keeps.toSorted((one, other) => compareText(one.at, other.at)).at(-1)?.rule ?? null;
}

function mrrWhy(courses: readonly [Course, ...Course[]], cancels: SettledCancels): Why {
  const [first, ...others] = courses;
  const intervals = courses.map(({ life }) => life.charge.interval);
  return {
    rule: keepingRule(courses) ?? 'list price of live charges',
    confidence: leastSure([
      confidenceOf(first, cancels),
      ...others.map((course) => confidenceOf(course, cancels)),
      ...intervals.map(({ confidence }) => confidence),
    ]),
    evidence: each([...courses.flatMap(evidenceOf), ...intervals.flatMap(({ evidence }) => evidence)]),
  };
}

/** How sure it is that the charge is alive and counts. */
function confidenceOf(course: Course, cancels: SettledCancels): Confidence {
  const alive = confidenceOfLife(course, cancels);
  return course.trial === null ? alive : leastSure([alive, confidenceOfTrial(course.trial)]);
}

function confidenceOfTrial({ converted, statedBy }: Trial): Confidence {
  return converted?.confidence ?? (statedBy === null ? 'inferred' : 'stated');
}

/** What a sale keeps alive is inferred, never stated; and so is that a charge replaced another one without its cancel. */
function confidenceOfLife({ life }: Course, { cancelOf }: SettledCancels): Confidence {
  const { start, keeps, predecessors } = life;
  const paired = cancelOf.get(start.id)?.chargeNumber;
  const isInferred = keeps.length > 0 || predecessors.some(({ charge }) => charge.number !== paired);
  return isInferred ? leastSure([confidenceOfStart(life), 'inferred']) : confidenceOfStart(life);
}

function evidenceOf({ life, trial }: Course): string[] {
  const sale = trial?.converted?.sale;
  const freeze = life.freezes.findLast(({ to }) => to === null);
  return [
    life.start.id,
    ...life.keeps.flatMap(({ evidence }) => evidence),
    ...(trial?.statedBy ? [trial.statedBy] : []),
    ...(sale ? [sale.id] : []),
    ...(freeze ? [freeze.from.id] : []),
  ];
}

function each(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
