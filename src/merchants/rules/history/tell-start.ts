import type { Line } from './history-line.js';
import { placeOfStart } from '../lives/places.js';
import type { EventRow } from '../words/rows.js';
import { confidenceOfStart } from '../lives/sale-as-life.js';
import { carried } from './standing.js';
import type { Story } from './story.js';
import { begun, tellPlanChange } from './tell-plan-change.js';
import type { Course } from '../trials/trials.js';

/**
 * A charge comes alive: the first subscription, a return, an add-on beside another one, a trial, or a change of plan.
 * Rule: Then, charge by charge, rows of `…_ACTIVATED`; Trials.
 * @param cancel the old charge's cancel, where this activation replaced one
 */
export function tellStart(story: Story, course: Course, cancel: EventRow | null): void {
  const { life, trial } = course;
  // Whoever subscribes has a shop that is open, also where its return was never told.
  story.isDeactivated = false;
  const replaced = life.predecessors.flatMap((old) => story.find(old) ?? []);
  if (replaced.length > 0) tellPlanChange(story, course, startLine(course), replaced, cancel);
  else tellAlone(story, course);
  if (trial !== null && !trial.isInherited) tellTrialStart(story, course);
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

function tellTrialStart(story: Story, course: Course): void {
  story.add({
    ...startLine(course),
    type: 'trial_started',
    mrrChange: { units: 0n, currency: course.life.m.currency },
    rule: 'trial',
    confidence: 'inferred',
  });
}

function startLine({ life }: Course): Omit<Line, 'type'> {
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

function ruleOf({ life }: Course, byEvent: 'subscription' | 'add-on'): Line['rule'] {
  return life.start.source === 'transaction' ? 'sale as evidence of life' : byEvent;
}
