import type { RunKind } from '../../contract/connection-words.js';
import type { Feed } from '../../partner/pages/feed.js';
import type { PageRequest } from '../../partner/pages/page-document.js';
import { EARLIEST, type Instant, instantFromMicros, instantToMicros } from '../../values/instant.js';
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

/** What is known of how dense a window is. */
export interface Density {
  /** Time that its last full page spanned. */
  readonly pageSpanMicros: number | null;
  /** Where the feed begins, as far as Shopify told. */
  readonly startsAt: Instant | null;
}

// A part of fewer pages is hardly worth it: the last page of each is filled by half only.
const FEWEST_PAGES = 2;
// Rows may stand a little out of order: a part begins a little above where the one above it ends.
const OVERLAP_MICROS = 10 * 60_000_000;
const SHORTEST_PART_MICROS = 4 * OVERLAP_MICROS;
// How far down a window is divided whose end nobody knows.
const PAGES_INTO_THE_UNKNOWN = 16;

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

/** How many pages a window is likely to have left; 0 when nothing can be said. */
export function pagesLeft(window: SyncWindow, density: Density): number {
  const rest = restOf(window, density);
  return rest === null ? 0 : (rest.top - rest.bottom) / rest.pageSpan;
}

/**
 * Where what is left of a window, below the page that may be on its way, is divided evenly into parts that are worth
 * requests of their own: as many as wanted besides the window itself, or fewer. Newest first; null when it is too small,
 * or its density unknown.
 */
export function placesToDivide(window: SyncWindow, density: Density, wanted: number): Instant[] | null {
  const rest = restOf(window, density);
  if (rest === null) return null;
  const { pageSpan, bottom } = rest;
  const top = rest.top - pageSpan;
  const fewest = Math.max(FEWEST_PAGES * pageSpan, SHORTEST_PART_MICROS);
  const parts = Math.min(wanted + 1, Math.floor((top - bottom) / fewest));
  if (parts < 2) return null;
  const part = (top - bottom) / parts;
  return Array.from({ length: parts - 1 }, (_, index) => instantFromMicros(Math.floor(top - part * (index + 1))));
}

/** In microseconds: from where to where a window is still to be read, and how much a page of it spans. */
function restOf(window: SyncWindow, { pageSpanMicros: pageSpan, startsAt }: Density) {
  const newest = window.reachedAt ?? window.to;
  if (newest === null || pageSpan === null || pageSpan <= 0) return null;
  const top = instantToMicros(newest);
  const oldest = window.stopAt ?? window.from ?? startsAt;
  // Whether there is anything at all down there its first page will tell.
  if (oldest === null && window.reachedAt === null) return null;
  const unknown = Math.max(top - PAGES_INTO_THE_UNKNOWN * pageSpan, instantToMicros(EARLIEST));
  const bottom = oldest === null ? unknown : instantToMicros(oldest);
  return { top, bottom, pageSpan };
}

/** The window keeps its filter and cursor and ends where the first part below it begins; the parts have not begun. */
export function divided(window: SyncWindow, places: readonly Instant[]): WindowChange {
  const { feed, kind, from, stopAt, reachedAt, to } = window;
  const newest = reachedAt ?? to;
  const opens = places.map((place, index): NewWindow => {
    const overlapping = instantFromMicros(instantToMicros(place) + OVERLAP_MICROS);
    const below = places[index + 1] ?? stopAt ?? from;
    const begins = newest !== null && newest < overlapping ? newest : overlapping;
    return { feed, kind, from: below, to: begins, stopAt: null, cursor: null, reachedAt: null };
  });
  return { was: window, becomes: { ...window, stopAt: places[0] ?? stopAt }, opens };
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
