import type { Confidence } from '../../../contract/merchant-words.js';
import { type Instant, plusMs } from '../../../values/instant.js';
import { type Life, statementsOf } from '../charges/life.js';
import { MISSED_BILL_MS, SETTLEMENT_LAG_MS } from '../words/durations.js';
import { compareText } from '../words/order-at-one-instant.js';
import type { FoldTransaction } from '../words/rows.js';

/** How a trial went on, as far as it is known. */
export interface TrialOutcome {
  /** When the charge began to count; null while inside, and when it never did. */
  readonly converted: Conversion | null;
  /** It ended after its window without ever being paid. */
  readonly isExpired: boolean;
  /** From when on that could be known; of an expired one only. */
  readonly expiryKnownAt?: Instant;
  /** When time alone, without a new row, changes this. */
  readonly nextChangeAt: Instant | null;
}

export interface Conversion {
  readonly at: Instant;
  readonly by: 'window' | 'sale' | 'unfreeze' | 'reactivation';
  readonly confidence: Confidence;
  readonly sale: FoldTransaction | null;
}

/**
 * What became of a trial: converted by a sale inside it, or at its window's end, or when it next was live after
 * that; expired when it ended later, no answer says that it went on, and no sale came within the lag after that end.
 * Rule: Trials, the points.
 * @param payments since the life began, in time's order
 */
export function trialOutcome(
  life: Life,
  payments: readonly FoldTransaction[],
  endsAt: Instant,
  asOf: Instant,
): TrialOutcome {
  const paid = payments.find(({ at }) => isBeforeEnd(life, at));
  const live = firstLiveSince(life, endsAt);
  if (paid !== undefined && (live === null || paid.at < live.at)) {
    return {
      converted: { at: paid.at, by: 'sale', confidence: 'stated', sale: paid },
      isExpired: false,
      nextChangeAt: null,
    };
  }
  const sale = payments[0] ?? null;
  // Shopify says that it went on: no sale has to.
  const isAnswered = live !== null && statementsOf(life).some(({ at }) => at >= endsAt);
  const stoppedAt = firstStopSince(life, endsAt);
  if (stoppedAt !== null && !isAnswered) {
    const deadline = plusMs(stoppedAt, SETTLEMENT_LAG_MS);
    if (sale === null || sale.at > deadline) {
      if (asOf >= deadline) return { converted: null, isExpired: true, expiryKnownAt: deadline, nextChangeAt: null };
      return { converted: conversion(live, sale, 'inferred'), isExpired: false, nextChangeAt: deadline };
    }
  }
  if (live === null || live.at > asOf) {
    return { converted: null, isExpired: false, nextChangeAt: life.end === null ? after(endsAt, asOf) : null };
  }
  const unsoldAt = plusMs(endsAt, MISSED_BILL_MS);
  const standsUnsold = sale === null && (life.end === null || life.end.at >= unsoldAt);
  const isStated = sale !== null || isAnswered;
  const confidence = isStated ? 'stated' : standsUnsold && asOf >= unsoldAt ? 'assumed' : 'inferred';
  const nextChangeAt = !isStated && life.end === null ? after(unsoldAt, asOf) : null;
  return { converted: conversion(live, sale, confidence), isExpired: false, nextChangeAt };
}

function conversion(live: LiveAgain | null, sale: FoldTransaction | null, confidence: Confidence): Conversion | null {
  return live && { ...live, confidence, sale };
}

function after(at: Instant, asOf: Instant): Instant | null {
  return at > asOf ? at : null;
}

function isBeforeEnd({ end }: Life, at: Instant): boolean {
  return end === null || at < end.at;
}

interface LiveAgain {
  readonly at: Instant;
  readonly by: 'window' | 'unfreeze' | 'reactivation';
}

/**
 * The first moment from the window's end on at which the charge is live: neither frozen nor lost nor over.
 * Rule: Trials, "At its end", "Frozen over the end", "Deactivated inside".
 */
function firstLiveSince({ freezes, outages, end }: Life, endsAt: Instant): LiveAgain | null {
  if (end !== null && end.at < endsAt) return null;
  // At one instant a return comes before the trial's end, an unfreeze after it.
  const isFrozen = freezes.some(({ from, to }) => from.at < endsAt && (to === null || to.at >= endsAt));
  const isLost = outages.some(({ from, to }) => from.at < endsAt && (to === null || to.at > endsAt));
  if (!isFrozen && !isLost) return { at: endsAt, by: 'window' };
  const pauses = [
    ...freezes.map(({ from, to }) => ({ by: 'unfreeze' as const, from: from.at, to: to?.at ?? null })),
    ...outages.map(({ from, to }) => ({ by: 'reactivation' as const, from: from.at, to: to?.at ?? null })),
  ];
  const liftings = pauses
    .flatMap(({ by, to }) => (to !== null && to >= endsAt && (end === null || to <= end.at) ? { at: to, by } : []))
    .sort((one, other) => compareText(one.at, other.at) || compareText(other.by, one.by));
  return liftings.find(({ at }) => !pauses.some(({ from, to }) => from < at && (to === null || to > at))) ?? null;
}

/**
 * When it stopped after the window's end, other than by being replaced. A closed shop that is back never stopped.
 * Rule: Trials, "Ended after it".
 */
function firstStopSince({ outages, end }: Life, endsAt: Instant): Instant | null {
  if (outages.some(({ from, to }) => from.at < endsAt && (to === null || to.at > endsAt))) return null;
  const outage = outages.find(({ from, to }) => from.at >= endsAt && to === null);
  if (outage !== undefined) return outage.from.at;
  return end === null || end.reason === 'replaced' || end.at < endsAt ? null : end.at;
}
