import { type End, type Lifting, placeOfLifting } from '../charges/life.js';
import type { Conversion } from '../trials/trial-outcome.js';
import type { Course } from '../trials/trials.js';
import { minus } from '../words/amounts.js';
import { type Order, order, orderOfType } from '../words/order-at-one-instant.js';
import type { FoldEvent, FoldTransaction } from '../words/rows.js';
import type { HistoryLine } from './history-line.js';
import { carried, type LifeState, type Story } from './story.js';

/**
 * Frozen is MRR 0 and not churn. While the shop's account is closed it is noted, not told.
 * Rule: Then, charge by charge, `…_FROZEN`, `…_UNFROZEN`.
 */
export function tellFreeze(story: Story, standing: LifeState, row: FoldEvent): void {
  const before = carried(standing);
  standing.isFrozen = true;
  if (standing.isLost) return;
  const place = orderOfType(row.type);
  story.add({ ...lineAt(standing, row.id), at: row.at, order: place, type: 'frozen', mrrChange: minus(before) });
}

/**
 * Back to what it carried, once. A trial whose window ended under the freeze converts now.
 * Rule: Then, charge by charge, `…_FROZEN`, `…_UNFROZEN`; Install state, "lifts it"; Trials, "Frozen over the end".
 */
export function tellUnfreeze(story: Story, standing: LifeState, lifting: Lifting): void {
  standing.isFrozen = false;
  if (standing.isLost) return;
  const { at, row, by } = lifting;
  const place = placeOfLifting(lifting);
  story.add({
    ...lineAt(standing, row.id),
    ...{ at, order: place, type: 'unfrozen', mrrChange: carried(standing) },
    ...(row.source === 'event' ? {} : shownBySale(row, by)),
  });
  const converted = standing.course.trial?.converted;
  if (converted?.by === 'unfreeze' && converted.at === at) tellConversion(story, standing, converted, place);
}

function shownBySale(sale: FoldTransaction, by: FoldEvent | null): Partial<HistoryLine> {
  const evidence = by === null ? [sale.id] : [sale.id, by.id];
  return { rule: 'freeze lifted by a sale', confidence: 'inferred', evidence, knownAt: sale.at };
}

function lineAt({ course: { life } }: LifeState, id: string): Omit<HistoryLine, 'type' | 'at' | 'order'> {
  return {
    chargeNumber: life.charge.number,
    key: life.charge.number,
    plan: life.charge.plan,
    rule: 'freeze',
    confidence: 'stated',
    evidence: [id],
  };
}

/**
 * From here on the charge counts; under a freeze it carries 0 until that is lifted.
 * Rule: Trials, "At its end", "Frozen inside".
 */
export function tellConversion(story: Story, standing: LifeState, converted: Conversion, at: Order): void {
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

/**
 * A charge ends by its own cancel, or because its sales stopped. While others stay it is a smaller bill, not churn.
 * Of a frozen one, or one inside its trial, nothing is left to lose.
 * Rule: Then, charge by charge, rows of `…_CANCELED`; "A sale is evidence of life".
 */
export function tellEnd(
  story: Story,
  standing: LifeState,
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
