import type { Line } from './history-line.js';
import { orderOfType } from './order-at-one-instant.js';
import type { EventRow } from './rows.js';
import { confidenceOfStart } from './sale-as-life.js';
import { carried, minus, plus, type Standing } from './standing.js';
import type { Story } from './story.js';
import { tellUnfreeze } from './tell-freeze.js';
import type { Course } from './trials.js';
import type { EventType } from './vocabulary.js';

/**
 * A charge comes alive: the first subscription, a return, an add-on beside another one, a trial, or a change of plan.
 * Rule: Then, charge by charge, rows of `…_ACTIVATED`; Trials.
 * @param cancel the old charge's cancel, where this activation replaced one
 */
export function tellStart(story: Story, course: Course, cancel: EventRow | null): void {
  const { life, trial } = course;
  // Whoever subscribes has a shop that is open, also where its return was never told.
  story.isDeactivated = false;
  const predecessor = life.predecessor && story.find(life.predecessor);
  if (predecessor) {
    tellPlanChange(story, course, predecessor, cancel);
    return;
  }
  const isAddOn = story.others(life).length > 0;
  const hasSubscribed = story.hasSubscribedBefore(life.start.at);
  const mrrChange = carried(begun(story, course));
  if (isAddOn) {
    story.add({ ...startLine(course), type: 'upgraded', mrrChange, rule: ruleOf(course, 'add-on') });
  } else if (trial === null) {
    const type = hasSubscribed ? 'resubscribed' : 'subscribed';
    story.add({ ...startLine(course), type, mrrChange, rule: ruleOf(course, 'subscription') });
  }
  if (trial !== null) tellTrialStart(story, course);
}

/**
 * One change, by the difference; across currencies one line of each. Up or down is told by the list prices, also
 * where nothing is carried yet.
 * Rule: Then, charge by charge, "same, a plan change"; Trials, "A plan switch", "Free to paid".
 */
function tellPlanChange(story: Story, course: Course, old: Standing, cancel: EventRow | null): void {
  const { life, trial } = course;
  if (old.isFrozen && life.start.source === 'event') tellUnfreeze(story, old, life.start);
  const before = carried(old);
  story.remove(old.course.life);
  const now = carried(begun(story, course));
  const common: Omit<Line, 'type'> = {
    ...startLine(course),
    rule: 'plan change',
    evidence: cancel === null ? [life.start.id] : [cancel.id, life.start.id],
  };
  if (before.currency !== now.currency) {
    story.add(
      { ...common, type: 'downgraded', plan: old.course.life.charge.plan, mrrChange: minus(before) },
      { ...common, type: 'upgraded', mrrChange: now },
    );
  } else {
    const type: EventType = life.m.units >= old.course.life.m.units ? 'upgraded' : 'downgraded';
    story.add({ ...common, type, mrrChange: plus(now, -before.units) });
  }
  if (trial !== null && !trial.isInherited) tellTrialStart(story, course);
}

function begun(story: Story, course: Course): Standing {
  const standing = story.begin(course);
  if (course.trial === null) story.count(standing, course.life.start.at);
  return standing;
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
    order: orderOfType(start.type),
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
