import { instantToMicros, type Instant } from '../../values/instant.js';
import { feedName, type Feed } from '../../partner/pages/feed.js';
import type { DatedFeed } from '../../partner/pages/feed-start.js';
import { planHead, planWindow, type FeedState, type Move, type PlannedPage, type SyncPlan } from './plan.js';
import type { AppSighting, PageContents } from './rows.js';
import {
  byUrgency,
  isUrgent,
  pagesLeft,
  partsOf,
  restarted,
  splitWindow,
  type Density,
  type Split,
  type SyncWindow,
} from './windows.js';

// A feed that was never read brings a whole page; the others together fit into one query and one answer.
const FULL_HEADS = 25;
const BOUNDED_HEADS = 150;

/**
 * What one sync has left to ask for, kept in step with the database page by page. Decides what goes into the next
 * request; no I/O. What was refused is held back, so that nothing is asked for twice in one sync.
 */
export class Backlog {
  #feeds: readonly FeedState[];
  readonly #windows = new Map<string, SyncWindow>();
  /** Feeds whose newest page is not asked for: read already, refused, or not due. */
  readonly #headDone = new Set<string>();
  readonly #heldWindows = new Set<string>();
  readonly #undivided = new Set<string>();
  /** Requests with these pages failed: others go before them. */
  readonly #failures = new Map<string, number>();
  /** What is on its way, by `pageKey`. */
  readonly #asked = new Set<string>();
  readonly #pageSpans = new Map<string, number>();
  /** Cursors that each window was read from in this sync: one that comes back would lead in a circle. */
  readonly #cursors = new Map<string, Set<string>>();

  constructor(plan: SyncPlan, headIsDue: boolean) {
    this.#feeds = plan.feeds;
    // One that was never read is due in any case: of an app that was discovered when the last sync ended.
    const read = plan.feeds.filter(({ headDigest }) => !headIsDue && headDigest !== null);
    for (const { feed } of read) this.#headDone.add(feedName(feed));
    for (const window of plan.windows) this.#windows.set(window.id, window);
  }

  get feeds(): readonly FeedState[] {
    return this.#feeds;
  }

  get windows(): readonly SyncWindow[] {
    return [...this.#windows.values()];
  }

  headsAreRead(): boolean {
    return this.#headsLeft().length === 0 && ![...this.#asked].some((key) => key.startsWith('head/'));
  }

  /** The next heads, as many as may go together. @param apart each kind of feed in a request of its own */
  takeHeads(most: number, now: Instant, apart: boolean): PlannedPage[] {
    const all = this.#headsLeft();
    const left = apart ? all.filter(({ feed }) => feed.kind === all[0]?.feed.kind) : all;
    const isFull = ({ headFrom, headDigest }: FeedState) => headFrom === null && headDigest === null;
    const together = [...left.filter(isFull).slice(0, FULL_HEADS), ...left.filter((feed) => !isFull(feed))];
    return this.#take(together.slice(0, Math.min(most, BOUNDED_HEADS)).map((feed) => planHead(feed, now)));
  }

  /** The most urgent windows that nobody reads just now. */
  takeWindows(most: number, sparingly: boolean): PlannedPage[] {
    const idle = this.#idleWindows().filter((window) => isUrgent(window) || sparingly);
    const pages = idle.sort(byUrgency).map(planWindow);
    return this.#take(this.#failingLast(pages).slice(0, most));
  }

  /** Whether a request made now would carry something, after dividing windows if need be. */
  hasWork(sparingly: boolean): boolean {
    if (this.#headsLeft().length > 0) return true;
    const idle = this.#idleWindows();
    return idle.some((window) => isUrgent(window) || sparingly) || this.splits(1).length > 0;
  }

  /**
   * Divides windows until `wanted` urgent ones are free to be read, the one with most left first: a request that may be
   * sent now should not leave half empty while a single long window is walked page by page.
   */
  splits(wanted: number): Split[] {
    const free = this.#idleWindows().filter(isUrgent).length;
    const divisible = this.windows
      .filter((window) => isUrgent(window) && this.#mayBeRead(window) && !this.#undivided.has(window.id))
      .map((window) => ({ window, density: this.#density(window) }))
      .sort((a, b) => pagesLeft(b.window, b.density) - pagesLeft(a.window, a.density));
    const splits: Split[] = [];
    let missing = wanted - free;
    for (const { window, density } of divisible) {
      const found = missing > 0 ? splitWindow(window, density, missing) : null;
      if (found === null) break; // the others are smaller still
      splits.push(found);
      missing -= found.at.length;
    }
    return splits;
  }

  /** @param ids of the new windows below the divided ones, in order */
  divide(splits: readonly Split[], ids: readonly string[]): void {
    const left = [...ids];
    for (const parts of splits) {
      const { upper, lower } = partsOf(parts);
      const span = this.#pageSpans.get(upper.id);
      // A page of it may have been stored since it was decided to divide it.
      const window = this.#windows.get(upper.id);
      if (window !== undefined) this.#windows.set(upper.id, { ...window, stopAt: upper.stopAt });
      for (const window of lower) {
        const id = left.shift();
        if (id === undefined) continue;
        this.#windows.set(id, { ...window, id, restarts: 0 });
        if (span !== undefined) this.#pageSpans.set(id, span);
      }
    }
  }

  /** Their divisions came to nothing; not for one that a page had only just moved. */
  keepWhole(splits: readonly Split[]): void {
    for (const { window } of splits) if (this.#windows.get(window.id) === window) this.#undivided.add(window.id);
  }

  /** It is not read any more. */
  drop({ id }: SyncWindow): void {
    this.#windows.delete(id);
  }

  /** A request with these pages failed: others go before them. */
  failed(pages: readonly PlannedPage[]): void {
    for (const page of pages) this.#failures.set(pageKey(page), this.#failuresOf(pageKey(page)) + 1);
  }

  /** The window as it is now: it may have been divided while its page was on the way. */
  current(page: PlannedPage): PlannedPage {
    if (page.type === 'head') return page;
    return { ...page, window: this.#windows.get(page.window.id) ?? page.window };
  }

  /** It is no longer on its way, whatever became of it. */
  release(pages: readonly PlannedPage[]): void {
    for (const page of pages) this.#asked.delete(pageKey(page));
  }

  /** Whether the window was read from this cursor before: following it would never end. */
  isCircle({ id, cursor }: { readonly id: string; readonly cursor: string }): boolean {
    return this.#cursors.get(id)?.has(cursor) === true;
  }

  /** Apps that rows name and that are not on the list yet, or otherwise: as found by hand, or under an older name. */
  newsOf({ apps }: PageContents): AppSighting[] {
    return apps.filter(({ appNumber, name, at }) => {
      const known = this.#feeds.find(({ feed }) => feed.kind === 'events' && feed.appNumber === appNumber)?.app;
      if (known?.source !== 'auto') return true;
      if (name === null || name === known.name) return false;
      return known.name === null || known.namedAt === null || (at !== null && at >= known.namedAt);
    });
  }

  /** Feeds whose past is being read and whose beginning is not known. */
  feedsWithoutStart(): DatedFeed[] {
    if (!this.headsAreRead()) return [];
    const open = this.windows.filter(
      ({ kind, from, stopAt }) => kind === 'backfill' && from === null && stopAt === null,
    );
    const names = new Set(open.map(({ feed }) => feedName(feed)));
    return this.#feeds.flatMap(({ feed, startsAt }) =>
      feed.kind !== 'timeline' && startsAt === null && names.has(feedName(feed)) ? [feed] : [],
    );
  }

  /** Follows a move that was stored. @param openedId of the window that a head page opened */
  moved(page: PlannedPage, move: Move, contents: PageContents, openedId: string | null): void {
    switch (move.type) {
      case 'head':
        this.#headDone.add(feedName(move.feed));
        if (move.opens === null || openedId === null) return;
        this.#windows.set(openedId, { ...move.opens, id: openedId, restarts: 0 });
        this.#noteSpan(openedId, contents);
        return;
      case 'windowMoves': {
        const window = this.#windows.get(move.id);
        if (window === undefined) return;
        const restarts = window.reachedAt === move.reachedAt ? window.restarts : 0;
        this.#windows.set(move.id, { ...window, cursor: move.cursor, reachedAt: move.reachedAt, restarts });
        this.#noteSpan(move.id, contents);
        this.#noteCursor(move.id, page.request.cursor);
        return;
      }
      case 'windowDone':
        this.#windows.delete(move.id);
    }
  }

  /** Rows named apps that were not known: their feeds are there now. */
  learnFeeds(feeds: readonly FeedState[]): void {
    this.#feeds = feeds;
  }

  startsAt(feed: Feed, startsAt: Instant): void {
    this.#feeds = this.#feeds.map((state) =>
      feedName(state.feed) === feedName(feed) ? { ...state, startsAt } : state,
    );
  }

  /** A cursor was refused: the window begins again below what it has. */
  restart({ id }: SyncWindow): void {
    const window = this.#windows.get(id);
    if (window === undefined) return;
    this.#windows.set(id, restarted(window));
    this.#cursors.delete(id);
  }

  /** Not asked for again in this sync. */
  hold(page: PlannedPage): void {
    if (page.type === 'head') this.#headDone.add(feedName(page.feed.feed));
    else this.#heldWindows.add(page.window.id);
  }

  #headsLeft(): FeedState[] {
    const left = this.#feeds.filter(
      ({ feed }) => !this.#headDone.has(feedName(feed)) && !this.#asked.has(headKey(feed)),
    );
    return left.sort((a, b) => this.#failuresOf(headKey(a.feed)) - this.#failuresOf(headKey(b.feed)));
  }

  #idleWindows(): SyncWindow[] {
    return this.windows.filter((window) => this.#mayBeRead(window) && !this.#asked.has(`window/${window.id}`));
  }

  #failingLast(pages: readonly PlannedPage[]): PlannedPage[] {
    return [...pages].sort((a, b) => this.#failuresOf(pageKey(a)) - this.#failuresOf(pageKey(b)));
  }

  #failuresOf(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  #mayBeRead({ id }: SyncWindow): boolean {
    return !this.#heldWindows.has(id);
  }

  #take(pages: PlannedPage[]): PlannedPage[] {
    for (const page of pages) this.#asked.add(pageKey(page));
    return pages;
  }

  #density(window: SyncWindow): Density {
    const state = this.#feeds.find(({ feed }) => feedName(feed) === feedName(window.feed));
    return { pageSpanMicros: this.#pageSpans.get(window.id) ?? null, startsAt: state?.startsAt ?? null };
  }

  #noteSpan(id: string, { begins, ends }: PageContents): void {
    if (begins !== null && ends !== null) {
      this.#pageSpans.set(id, instantToMicros(begins) - instantToMicros(ends));
    }
  }

  #noteCursor(id: string, cursor: string | null): void {
    if (cursor === null) return;
    const seen = this.#cursors.get(id) ?? new Set<string>();
    this.#cursors.set(id, seen.add(cursor));
  }
}

/** Names a page of a sync; a window is at one page at a time. */
export function pageKey(page: PlannedPage): string {
  return page.type === 'head' ? headKey(page.feed.feed) : `window/${page.window.id}`;
}

function headKey(feed: Feed): string {
  return `head/${feedName(feed)}`;
}
