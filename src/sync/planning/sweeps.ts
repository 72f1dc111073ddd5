import type { Feed } from '../../partner/pages/feed.js';
import { type Instant, plusMs } from '../../values/instant.js';
import { newestStretch, type SyncPlan } from './plan.js';
import type { NewWindow, WindowKind } from './windows.js';

/** What decides when a connection reads again what it has. */
export interface SweepFacts {
  readonly now: Instant;
  readonly backfilled: boolean;
  /** When the first sync began: what it read was read then at the earliest. */
  readonly progressStartedAt: Instant | null;
  /** When the last one began, whether or not it is finished. */
  readonly sweepStartedAt: Instant | null;
  readonly walkStartedAt: Instant | null;
  /** When operators last asked for a walk out of its turn. */
  readonly walkRequestedAt: Instant | null;
  /** Until then both rest, so that they use a small share of the budget. */
  readonly backgroundRestsUntil: Instant | null;
}

export type SweepKind = Extract<WindowKind, 'sweep' | 'walk'>;

const DAY_MS = 24 * 3_600_000;
// Transactions carry the date they were recorded and show up days later; a one-day overlap lost sales for good, as others
// have reported of the Partner API. Thirty days cover two payouts.
const SWEEP_SPAN_MS = 30 * DAY_MS;
const SWEEP_EVERY_MS = 3_600_000;
const WALK_EVERY_MS = 7 * DAY_MS;

/** The windows that are due to be opened. What is still being read is not opened again: large accounts take longer. */
export function windowsDue(facts: SweepFacts, plan: SyncPlan): { kind: SweepKind; windows: NewWindow[] }[] {
  const { now, backfilled, progressStartedAt, sweepStartedAt, walkStartedAt, walkRequestedAt } = facts;
  if (!backfilled || progressStartedAt === null) return [];
  const isOpen = (kind: SweepKind) => plan.windows.some((window) => window.kind === kind);
  const due: { kind: SweepKind; windows: NewWindow[] }[] = [];
  if (!isOpen('sweep') && (sweepStartedAt === null || plusMs(sweepStartedAt, SWEEP_EVERY_MS) <= now)) {
    // Counted from the last one, however long ago: what became visible while nobody looked is still found.
    const from = plusMs(sweepStartedAt ?? progressStartedAt, -SWEEP_SPAN_MS);
    const windows = plan.feeds.map(({ feed }) => reread(feed, 'sweep', newestStretch(feed, from, now)));
    due.push({ kind: 'sweep', windows });
  }
  const lastWalk = walkStartedAt ?? progressStartedAt;
  const isWanted = walkRequestedAt !== null && walkRequestedAt > lastWalk;
  // One that was under way when it was asked for may have passed what is missing: it ends, and another begins.
  if (!isOpen('walk') && (isWanted || plusMs(lastWalk, WALK_EVERY_MS) <= now)) {
    // Of the timeline Shopify answers no more than a year, and whatever it tells longer than that ago App.events tells too.
    const whole = plan.feeds.filter(({ feed }) => feed.kind !== 'timeline');
    due.push({ kind: 'walk', windows: whole.map(({ feed }) => reread(feed, 'walk', { from: null, to: now })) });
  }
  return due;
}

function reread(feed: Feed, kind: SweepKind, { from, to }: Pick<NewWindow, 'from' | 'to'>): NewWindow {
  return { feed, kind, from, to, stopAt: null, cursor: null, reachedAt: null };
}
