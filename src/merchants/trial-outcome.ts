import { plusMs, type Instant } from '../instant.js';
import { DAY_MS, SETTLEMENT_LAG_MS } from './durations.js';
import type { Life } from './life.js';
import { compareText } from './order-at-one-instant.js';
import type { TransactionRow } from './rows.js';
import type { Confidence } from './vocabulary.js';

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
  readonly sale: TransactionRow | null;
}

/** A month after the settlement lag there would have been a sale. Rule: Trials, "51 days". */
const UNSOLD_MS = 51 * DAY_MS;

/**
 * What became of a trial: converted by a sale inside it, or at its window's end, or when it next was live after
 * that; expired when it ended later and no sale came within the settlement lag.
 * Rule: Trials, the points.
 * @param payments since the life began, in time's order
 */
export function trialOutcome(
  life: Life,
  payments: readonly TransactionRow[],
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
  const deadline = plusMs(endsAt, SETTLEMENT_LAG_MS);
  const stop = firstStopSince(life, endsAt, deadline);
  if (stop !== null) {
    if (sale === null || sale.at > deadline) {
      if (asOf >= deadline) return expired(stop, deadline);
      return { converted: conversion(live, sale, 'inferred'), isExpired: false, nextChangeAt: deadline };
    }
  }
  if (live === null || live.at > asOf) {
    return { converted: null, isExpired: false, nextChangeAt: life.end === null ? after(endsAt, asOf) : null };
  }
  const unsoldAt = plusMs(endsAt, UNSOLD_MS);
  const standsUnsold = sale === null && (life.end === null || life.end.at >= unsoldAt);
  const confidence = sale !== null ? 'stated' : standsUnsold && asOf >= unsoldAt ? 'assumed' : 'inferred';
  const nextChangeAt = sale === null && life.end === null ? after(unsoldAt, asOf) : null;
  return { converted: conversion(live, sale, confidence), isExpired: false, nextChangeAt };
}

function conversion(live: LiveAgain | null, sale: TransactionRow | null, confidence: Confidence): Conversion | null {
  return live && { ...live, confidence, sale };
}

/** Restored by the shop's return after it had expired, it counts from there. */
function expired({ at, restoredAt }: Stop, deadline: Instant): TrialOutcome {
  const converted: Conversion | null =
    restoredAt === null ? null : { at: restoredAt, by: 'reactivation', confidence: 'inferred', sale: null };
  return { converted, isExpired: true, expiryKnownAt: at > deadline ? at : deadline, nextChangeAt: null };
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

interface Stop {
  readonly at: Instant;
  readonly restoredAt: Instant | null;
}

/**
 * The first time from the window's end on that it stopped, other than by being replaced. A closed shop that is back
 * by the deadline never stopped: whether it pays was not yet to be known.
 * Rule: Trials, "Ended after it".
 */
function firstStopSince({ outages, end }: Life, endsAt: Instant, deadline: Instant): Stop | null {
  if (outages.some(({ from, to }) => from.at < endsAt && (to === null || to.at > endsAt))) return null;
  const outage = outages.find(({ from, to }) => from.at >= endsAt && (to === null || to.at > deadline));
  if (outage !== undefined) return { at: outage.from.at, restoredAt: outage.to?.at ?? null };
  if (end === null || end.reason === 'replaced' || end.at < endsAt) return null;
  return { at: end.at, restoredAt: null };
}
