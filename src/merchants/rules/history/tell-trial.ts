import { order, type Order } from '../words/order-at-one-instant.js';
import { carried, type Standing } from './standing.js';
import type { Story } from './story.js';
import type { Conversion } from '../trials/trial-outcome.js';
import type { Course } from '../trials/trials.js';

/**
 * From here on the charge counts; under a freeze it carries 0 until that is lifted.
 * Rule: Trials, "At its end", "Frozen inside".
 */
export function tellConversion(story: Story, standing: Standing, converted: Conversion, at: Order): void {
  const { life } = standing.course;
  story.count(standing, converted.at);
  story.add({
    at: converted.at,
    order: at,
    chargeNumber: life.charge.number,
    type: 'trial_converted',
    key: life.charge.number,
    plan: life.charge.plan,
    mrrChange: carried(standing),
    rule: 'trial conversion',
    confidence: converted.confidence,
    evidence: converted.sale === null ? [life.start.id] : [life.start.id, converted.sale.id],
  });
}

/**
 * A trial that ran out and was never paid: dated at its window's end, in place of a conversion. The later cancel is
 * evidence only.
 * Rule: Trials, "Ended after it".
 */
export function tellExpiry(story: Story, { life, trial }: Course): void {
  if (trial === null) return;
  const evidence = life.end?.reason === 'cancelled' ? [life.start.id, life.end.row.id] : [life.start.id];
  story.add({
    at: trial.endsAt,
    order: order.trialEnd,
    chargeNumber: life.charge.number,
    type: 'trial_expired',
    key: life.charge.number,
    plan: life.charge.plan,
    mrrChange: { units: 0n, currency: life.m.currency },
    rule: 'trial expiry',
    confidence: 'inferred',
    evidence,
    ...(trial.expiryKnownAt === undefined ? {} : { knownAt: trial.expiryKnownAt }),
  });
}
