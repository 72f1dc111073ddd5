import type { RelationChange } from './install-state.js';
import { outageAt } from './life.js';
import type { EffectiveMrr } from './recurring-figures.js';
import type { RuleName } from './rule-names.js';
import { confidenceOfStart } from './sale-as-life.js';
import type { Standing } from './standing.js';
import type { ShownStatus } from './status.js';
import type { Story } from './story.js';
import type { Course } from './trials.js';
import type { Confidence, Figure, Why } from './vocabulary.js';

export interface WhyQuestion {
  readonly shown: ShownStatus;
  readonly primary: Course | null;
  readonly story: Story;
  readonly lastChange: RelationChange | null;
  readonly effective: EffectiveMrr;
}

/**
 * Names rule, evidence and confidence of the shown figures.
 * Rule: Why.
 */
export function whyOf(question: WhyQuestion): Partial<Record<Figure, Why>> {
  const { shown, primary, effective } = question;
  const status = statusWhy(question);
  const lives = shown.by.map(({ course }) => course);
  const why: Partial<Record<Figure, Why>> = {
    status,
    plan: primary === null ? status : planWhy(primary),
    mrr: lives.length === 0 ? status : mrrWhy(shown.by),
  };
  if (primary !== null) {
    const { rule, confidence, evidence } = primary.life.charge.interval;
    why.interval = { rule, confidence, evidence };
  }
  const { confidence, evidence } = effective;
  if (evidence.length > 0) {
    why.effectiveMrr = { rule: 'last settled gross', confidence, evidence };
  }
  return why;
}

function statusWhy({ shown, story, lastChange }: WhyQuestion): Why {
  const lives = shown.by.map(({ course }) => course);
  if (lives.length > 0) {
    const rule = shown.status === 'frozen' ? 'freeze' : ruleOfLife(lives);
    return { rule, confidence: weakest(lives.map(confidenceOf)), evidence: lives.flatMap(evidenceOf) };
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

/** A plan is the charge's own name, whatever became of a trial or of a freeze. */
function planWhy(course: Course): Why {
  const { life } = course;
  return { rule: ruleOfStart([course]), confidence: confidenceOfStart(life), evidence: [life.start.id] };
}

function ruleOfLife(courses: readonly Course[]): RuleName {
  const trials = courses.flatMap(({ trial }) => trial ?? []);
  if (trials.length === 0) return ruleOfStart(courses);
  return trials.some(({ converted }) => converted !== null) ? 'trial conversion' : 'trial';
}

function ruleOfStart(courses: readonly Course[]): RuleName {
  if (courses.some(({ life }) => life.start.source === 'transaction')) return 'sale as evidence of life';
  return courses.some(({ life }) => life.predecessor !== null) ? 'plan change' : 'subscription';
}

function mrrWhy(by: readonly Standing[]): Why {
  const courses = by.map(({ course }) => course);
  const intervals = courses.map(({ life }) => life.charge.interval);
  return {
    rule: 'list price of live charges',
    confidence: weakest([...courses.map(confidenceOf), ...intervals.map(({ confidence }) => confidence)]),
    evidence: [...new Set([...courses.flatMap(evidenceOf), ...intervals.flatMap(({ evidence }) => evidence)])],
  };
}

/** How sure it is that the charge is alive and counts. */
function confidenceOf({ life, trial }: Course): Confidence {
  if (trial !== null) return trial.converted?.confidence ?? 'inferred';
  return confidenceOfStart(life);
}

function evidenceOf({ life, trial }: Course): string[] {
  const sale = trial?.converted?.sale;
  const freeze = life.freezes.findLast(({ to }) => to === null);
  return [life.start.id, ...(sale ? [sale.id] : []), ...(freeze ? [freeze.from.id] : [])];
}

const STRENGTH: readonly Confidence[] = ['assumed', 'inferred', 'stated'];

function weakest(confidences: readonly Confidence[]): Confidence {
  return STRENGTH.find((confidence) => confidences.includes(confidence)) ?? 'stated';
}
