import { type Feed, feedName } from '../../partner/pages/feed.js';
import { ROWS_PER_PAGE } from '../../partner/pages/page-document.js';
import { EARLIEST, type Instant, instantFromMicros, instantToMicros } from '../../values/instant.js';
import type { PageContents } from '../contents/rows.js';
import { type Density, MOST_OVERLAP, type Run } from './division.js';
import type { SyncWindow } from './windows.js';

/** A stretch of a feed that was read, in microseconds: half a page. */
interface Stretch {
  readonly top: number;
  readonly bottom: number;
  /** How many full pages its rows are. */
  readonly pages: number;
}

interface Read {
  /** Newest first. */
  readonly stretches: Stretch[];
  micros: number;
  pages: number;
}

// Stretches that are so many times more or less dense do not belong to one run.
const ALIKE = 3;
// A run is followed no further up than this: its length says only how long it may go on.
const LONGEST_RUN = 200;

/** How dense the feeds are, as far as this sync has read them. */
export class Densities {
  readonly #read = new Map<string, Read>();

  of(window: SyncWindow, startsAt: Instant | null): Density {
    const read = this.#read.get(feedName(window.feed));
    if (read === undefined) return { spanAbove: null, spanBelow: null, run: null, averageSpan: null, startsAt };
    const { stretches } = read;
    const newestAt = window.reachedAt ?? window.to;
    const newest = newestAt === null ? Number.POSITIVE_INFINITY : instantToMicros(newestAt);
    // Of a window that an earlier sync left, and of one that was not read yet, nothing is known but what is around it.
    const lowest = firstBelow(stretches, newest) - 1;
    const isRead = window.reachedAt !== null && (stretches[lowest]?.bottom ?? Number.POSITIVE_INFINITY) <= newest;
    const run = isRead ? runDownTo(stretches, lowest) : null;
    // The window below begins a little above where this one ends.
    const below = stretches[firstBelow(stretches, Math.min(newest, instantToMicros(lowerEnd(window)) + MOST_OVERLAP))];
    return {
      ...{ spanAbove: run?.span ?? null, run, spanBelow: below === undefined ? null : spanOf(below) },
      ...{ averageSpan: read.micros / read.pages, startsAt },
    };
  }

  /** A feed's newest page was read, and was not all of it. */
  headRead(feed: Feed, contents: PageContents): void {
    if (contents.begins !== null && contents.ends !== null) this.#add(feed, contents.begins, contents.ends, contents);
  }

  /** A page of a window was read. @param window as it was when the page was stored */
  pageRead(window: SyncWindow, contents: PageContents): void {
    const newest = window.reachedAt ?? window.to;
    const oldest = contents.hasNextPage ? contents.ends : lowerEnd(window);
    if (newest !== null && oldest !== null) this.#add(window.feed, newest, oldest, contents);
  }

  /** Half by half: a burst that begins within the page shows at once. */
  #add(feed: Feed, newest: Instant, oldest: Instant, contents: PageContents): void {
    const pages = Math.max(contents.hasNextPage ? 1 : rowsOf(contents) / ROWS_PER_PAGE, 1 / ROWS_PER_PAGE);
    const top = instantToMicros(newest);
    // A few rows at its ends tell where a page begins and ends, and they may be out of order.
    const bottom = Math.min(top, instantToMicros(oldest));
    const middle = contents.middle === null ? bottom : instantToMicros(contents.middle);
    const between = Math.max(bottom, Math.min(top, middle));
    const read = this.#read.get(feedName(feed)) ?? { stretches: [], micros: 0, pages: 0 };
    this.#read.set(feedName(feed), { ...read, micros: read.micros + top - bottom, pages: read.pages + pages });
    for (const half of [
      { top, bottom: between, pages: pages / 2 },
      { top: between, bottom, pages: pages / 2 },
    ]) {
      read.stretches.splice(firstBelow(read.stretches, half.top), 0, half);
    }
  }
}

/** The place of the first stretch that begins below an instant. */
function firstBelow(stretches: readonly Stretch[], at: number): number {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const place = (low + high) >> 1;
    if ((stretches[place]?.top ?? at) < at) high = place;
    else low = place + 1;
  }
  return low;
}

/** What belongs together above and with one stretch; as dense as the last page of it. */
function runDownTo(stretches: readonly Stretch[], last: number): Run | null {
  const lowest = stretches[last];
  if (lowest === undefined) return null;
  const own = spanOf(lowest);
  let run = { top: lowest.top, span: own, pages: lowest.pages };
  for (const stretch of stretches.slice(Math.max(0, last - LONGEST_RUN), last).reverse()) {
    const span = spanOf(stretch);
    if (span > ALIKE * own || own > ALIKE * span) break;
    const pages = run.pages + stretch.pages;
    run = { top: stretch.top, pages, span: pages <= 1 ? (stretch.top - lowest.bottom) / pages : run.span };
  }
  return { since: instantFromMicros(run.top), span: run.span, pages: run.pages };
}

function spanOf({ top, bottom, pages }: Stretch): number {
  return (top - bottom) / pages;
}

/** Where it ends. */
function lowerEnd({ stopAt, from }: SyncWindow): Instant {
  return stopAt ?? from ?? EARLIEST;
}

function rowsOf({ transactions, appEvents, timelineEvents, quarantined }: PageContents): number {
  return transactions.length + appEvents.length + timelineEvents.length + quarantined.length;
}
