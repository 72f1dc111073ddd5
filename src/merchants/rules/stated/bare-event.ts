import type { ChargeKind, FoldAnswer, FoldEvent, FoldTimelineEvent } from '../words/rows.js';

/** Kinds of what a root event tells as a charge or a credit of its own. */
export const KINDS: ReadonlyMap<string, ChargeKind> = new Map([
  ['CHARGE_ONE_TIME', 'one_time'],
  ['CHARGE_USAGE', 'usage'],
  ['CREDIT_APPLIED', 'credit'],
  ['CREDIT_PENDING', 'credit'],
  ['CREDIT_FAILED', 'credit'],
]);

/** The row that an event is made from. */
export type Source = Pick<FoldTimelineEvent | FoldAnswer, 'id' | 'at' | 'requestedAt' | 'source'>;

/** An event that says no more than what happened. */
export function bareEvent(
  { id, at, requestedAt, source: madeFrom }: Source,
  type: string,
  chargeKind: ChargeKind | null,
  chargeNumber: string | null,
): FoldEvent {
  const nothing = { plan: null, test: false, billingOn: null, amount: null, reason: null, description: null };
  return { source: 'event', id, at, type, chargeKind, chargeNumber, requestedAt, madeFrom, ...nothing };
}
