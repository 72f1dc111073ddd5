import type { AppProblem, AppSource } from '../../contract/connection-words.js';
import type { Feed } from '../../partner/pages/feed.js';
import type { PageRequest } from '../../partner/pages/page-document.js';
import { type Instant, plusMs } from '../../values/instant.js';
import type { PageContents } from '../contents/rows.js';
import { advanced, type NewWindow, requestOf, type SyncWindow, type WindowChange } from './windows.js';

/** What a feed's newest page left: the next head scan stops there. */
export interface FeedHead {
  /** Inclusive; null until the feed has had a row: then the head scan has no lower bound. */
  readonly headFrom: Instant | null;
  /** Digest of the newest page as it was last stored. */
  readonly headDigest: string | null;
}

export interface FeedState extends FeedHead {
  readonly feed: Feed;
  /** Its oldest row, as far as Shopify told. */
  readonly startsAt: Instant | null;
  /** What is known of the app whose feed this is. */
  readonly app: KnownApp | null;
}

export interface KnownApp {
  readonly name: string | null;
  /** Of what named it so; null when that is not known. */
  readonly namedAt: Instant | null;
  readonly problem: AppProblem | null;
  readonly source: AppSource | null;
}

/** What there is to page, and what is still being read. */
export interface SyncPlan {
  readonly feeds: readonly FeedState[];
  readonly windows: readonly SyncWindow[];
}

/** A page to ask for, and what it belongs to. */
export type PlannedPage =
  | { readonly type: 'head'; readonly request: PageRequest; readonly feed: FeedState }
  | { readonly type: 'window'; readonly request: PageRequest; readonly window: SyncWindow };

/** How a stored page moves the cursors; written in its transaction, as long as the rows are what they were. */
export type Move =
  | {
      readonly type: 'head';
      readonly feed: Feed;
      readonly was: FeedHead;
      readonly becomes: FeedHead;
      /** What the page could not hold. */
      readonly opens: readonly NewWindow[];
    }
  | { readonly type: 'window'; readonly change: WindowChange };

// Rows are written by many machines of Shopify's; a few minutes of disorder at the top of a feed are normal. What shows
// up days late is found by the settlement sweep.
const HEAD_OVERLAP_MS = 10 * 60_000;
// Root `events` refuses a span of more than 365 days.
const DAY_MS = 24 * 3_600_000;
const TIMELINE_SPAN_MS = 363 * DAY_MS;

/** The newest page of a feed. */
export function planHead(feed: FeedState, now: Instant): PlannedPage {
  return { type: 'head', request: headRequest(feed, now), feed };
}

function headRequest({ feed, headFrom }: FeedState, now: Instant): PageRequest {
  return { feed, ...newestStretch(feed, headFrom, now), cursor: null };
}

/** The filter for what is newest of a feed, from an instant on. */
export function newestStretch(feed: Feed, from: Instant | null, now: Instant): Pick<PageRequest, 'from' | 'to'> {
  if (feed.kind !== 'timeline') return { from, to: null };
  // With one date only, root `events` answers the 30 days after it: both are given.
  const earliest = plusMs(now, -TIMELINE_SPAN_MS);
  // A day ahead, in case our clock is behind Shopify's.
  return { from: from === null || from < earliest ? earliest : from, to: plusMs(now, DAY_MS) };
}

export function planWindow(window: SyncWindow): PlannedPage {
  return { type: 'window', request: requestOf(window), window };
}

/** What storing this page does to the cursors. */
export function moveAfter(planned: PlannedPage, contents: PageContents, now: Instant): Move {
  if (planned.type === 'window') return { type: 'window', change: advanced(planned.window, contents) };
  const { feed, headFrom, headDigest } = planned.feed;
  const { from, to } = planned.request;
  const { newest, lastCursor, hasNextPage, ends } = contents;
  // What a feed has that was empty when it was read is all new.
  const kind = isNeverRead(planned.feed) ? 'backfill' : 'head';
  const rest = { feed, kind, from, to, stopAt: null, cursor: lastCursor, reachedAt: ends } as const;
  const becomes = { headFrom: nextHeadFrom(headFrom, newest, now), headDigest: contents.digest() };
  return { type: 'head', feed, was: { headFrom, headDigest }, becomes, opens: hasNextPage ? [rest] : [] };
}

export function isNeverRead({ headFrom, headDigest }: FeedHead): boolean {
  return headFrom === null && headDigest === null;
}

/**
 * Up to here the feed was read when its newest page last was, but for what open windows still have to bring; null when it
 * had no row. `nextHeadFrom` has stored it less the overlap.
 */
export function knownTo({ headFrom }: FeedHead): Instant | null {
  return headFrom === null ? null : plusMs(headFrom, HEAD_OVERLAP_MS);
}

/** Moves by what was seen, never by the clock: an empty page proves nothing. A row dated in the future must not blind us. */
function nextHeadFrom(was: Instant | null, newest: Instant | null, now: Instant): Instant | null {
  if (newest === null) return was;
  const seen = plusMs(newest < now ? newest : now, -HEAD_OVERLAP_MS);
  return was !== null && was > seen ? was : seen;
}
