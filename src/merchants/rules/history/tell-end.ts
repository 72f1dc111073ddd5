import { order } from '../words/order-at-one-instant.js';
import type { End } from '../lives/life.js';
import { carried, minus, type Standing } from './standing.js';
import type { Story } from './story.js';

/**
 * A charge ends by its own cancel, or because its sales stopped. While others stay it is a smaller bill, not churn.
 * Of a frozen one, or one inside its trial, nothing is left to lose.
 * Rule: Then, charge by charge, rows of `…_CANCELED`; "A sale is evidence of life".
 */
export function tellEnd(
  story: Story,
  standing: Standing,
  end: Extract<End, { reason: 'cancelled' | 'sales_stopped' }>,
): void {
  const { course } = standing;
  const { life, trial } = course;
  const isSalesStopped = end.reason === 'sales_stopped';
  story.remove(life);
  story.lose(end.at, trial?.isExpired === true ? 'trial_expired' : 'cancelled', course);
  // The expiry at the window's end has told it already.
  if (trial?.isExpired === true && !standing.counts) return;
  story.add({
    at: end.at,
    order: order.cancelled,
    chargeNumber: life.charge.number,
    type: story.others(life).length > 0 ? 'downgraded' : 'unsubscribed',
    key: life.charge.number,
    plan: life.charge.plan,
    mrrChange: minus(carried(standing)),
    rule: isSalesStopped ? 'sales stopped' : 'cancel',
    confidence: isSalesStopped ? 'inferred' : 'stated',
    evidence: [end.row.id],
  });
}
