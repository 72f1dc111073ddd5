import type { RunKind } from '../../contract/connection-words.js';
import type { Feed } from '../../partner/pages/feed.js';
import type { PageRequest } from '../../partner/pages/page-document.js';
import type { Instant } from '../../values/instant.js';
import type { PageContents } from '../contents/rows.js';

/**
 * `head`: rows that one head page could not hold. `backfill`: a feed's past. `sweep`: the last weeks again, for what
 * Shopify shows late. `walk`: the weekly full scan, everything again. The last two are read in the background.
 */
export type WindowKind = RunKind;

/** A stretch of a feed that is still being read, newest first. */
export interface SyncWindow {
  readonly id: string;
  readonly feed: Feed;
  readonly kind: WindowKind;
  /** The filter, inclusive, to which the cursor belongs; null is open. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** Another window has what is at or below this instant: this one ends once it gets there. */
  readonly stopAt: Instant | null;
  /** Of the last stored edge; null before the first page. */
  readonly cursor: string | null;
  /** The oldest instant that was stored. */
  readonly reachedAt: Instant | null;
  /** How often a refused cursor made it begin again since it last got on. */
  readonly restarts: number;
}

export type NewWindow = Pick<SyncWindow, 'feed' | 'kind' | 'from' | 'to' | 'stopAt' | 'cursor' | 'reachedAt'>;

/**
 * What becomes of a window that is being read, decided here and nowhere else. It is written only while the row is in all
 * its parts what it `was`, and whoever keeps windows takes over what is then returned of them.
 */
export interface WindowChange {
  readonly was: SyncWindow;
  /** Null once it is not read any more. */
  readonly becomes: SyncWindow | null;
  /** Parts of it that are read beside it from now on. */
  readonly opens: readonly NewWindow[];
}

/** Only what somebody waits for is hurried; a sweep and a full scan have time, and are read in the background. */
export function isUrgent({ kind }: SyncWindow): boolean {
  return kind === 'head' || kind === 'backfill';
}

const RANK: Record<WindowKind, number> = { head: 0, backfill: 1, sweep: 2, walk: 3 };
const NEVER_REACHED = '9999';

/** What is new comes before the past, and the newest past before the older. */
export function byUrgency(a: SyncWindow, b: SyncWindow): number {
  if (a.kind !== b.kind) return RANK[a.kind] - RANK[b.kind];
  const reachedA = a.reachedAt ?? a.to ?? NEVER_REACHED;
  const reachedB = b.reachedAt ?? b.to ?? NEVER_REACHED;
  return reachedA < reachedB ? 1 : reachedA > reachedB ? -1 : 0;
}

export function requestOf({ feed, from, to, cursor }: SyncWindow): PageRequest {
  return { feed, from, to, cursor };
}

/** A page of it is stored. */
export function advanced(
  window: SyncWindow,
  { lastCursor, hasNextPage, ends }: Pick<PageContents, 'lastCursor' | 'hasNextPage' | 'ends'>,
): WindowChange {
  const { stopAt } = window;
  if (!hasNextPage || lastCursor === null || (stopAt !== null && ends !== null && ends <= stopAt)) return ended(window);
  const reachedAt = older(window.reachedAt, ends);
  // One that does not get on may not begin again once more: it would never end.
  const restarts = reachedAt === window.reachedAt ? window.restarts : 0;
  return { was: window, becomes: { ...window, cursor: lastCursor, reachedAt, restarts }, opens: [] };
}

/** A cursor that Shopify no longer takes is dropped: the window begins again below what it has. */
export function restarted(window: SyncWindow): WindowChange {
  const { from, to, stopAt, reachedAt, restarts } = window;
  const below = { from: stopAt ?? from, to: reachedAt ?? to, stopAt: null };
  return { was: window, becomes: { ...window, ...below, cursor: null, restarts: restarts + 1 }, opens: [] };
}

export function ended(window: SyncWindow): WindowChange {
  return { was: window, becomes: null, opens: [] };
}

function older(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
