import { type Instant, plusMs } from '../../../values/instant.js';
import { DAY_MS, MINUTE_MS } from '../words/durations.js';
import type { Order } from '../words/order-at-one-instant.js';
import type { FoldAnswer, FoldEvent, FoldTimelineEvent, FoldTransaction } from '../words/rows.js';

/** A row at its place in the walk. */
export interface Step {
  readonly at: Instant;
  readonly order: Order;
  readonly chargeNumber: null;
  readonly row: FoldEvent | FoldTransaction | FoldTimelineEvent | FoldAnswer;
}

const CANCELED = 'SUBSCRIPTION_CHARGE_CANCELED';

/** What was told until the answer has ended the charge, or is of what it was before. */
export function isCancelledSoon(steps: readonly Step[], number: string, since: Instant, answeredAt: Instant): boolean {
  const until = plusMs(since, MINUTE_MS);
  return steps.some(({ row, at }) => {
    if (at < since || at > until) return false;
    if (row.source === 'event') return row.type === CANCELED && row.chargeNumber === number;
    return row.type === 'SUBSCRIPTION_CANCELED' && at > answeredAt;
  });
}

/** A change of plan is told as a start and, up to a day later, the old charge's end. */
export function endsWithinDay(steps: readonly Step[], number: string, since: Instant): boolean {
  const until = plusMs(since, DAY_MS);
  return steps.some(({ row, at }) => {
    if (at < since || at > until) return false;
    if (row.source === 'event') return row.type === CANCELED && row.chargeNumber === number;
    return row.source === 'timeline' && row.type === 'SUBSCRIPTION_CANCELED' && !isScheduled(row);
  });
}

/** The first answer that states something, before the next subscription of which only root events tell. */
export function nextAnswer(steps: readonly Step[], index: number): FoldAnswer | null {
  for (const { row } of steps.slice(index + 1)) {
    if (row.source === 'timeline' && row.type === 'SUBSCRIPTION_CREATED') return null;
    if (row.source === 'answer' && row.terms !== null) return row;
  }
  return null;
}

/** A contract is changed by the end of one and the start of another: it goes on, and is cancelled once at most. */
export function nextContract(steps: readonly Step[], since: Instant, index: number): FoldTimelineEvent | null {
  for (const { row, at } of steps.slice(index + 1)) {
    if (at > plusMs(since, MINUTE_MS)) return null;
    if (row.source === 'timeline' && row.type === 'SUBSCRIPTION_CREATED') return row;
  }
  return null;
}

/** Told as what is to come. */
export function isScheduled({ at, cancelsOn }: FoldTimelineEvent): boolean {
  return cancelsOn !== null && cancelsOn > at.slice(0, 10);
}
