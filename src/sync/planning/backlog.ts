import { type Feed, feedName } from '../../partner/pages/feed.js';
import type { DatedFeed } from '../../partner/pages/feed-start.js';
import { EARLIEST, type Instant, instantToMicros } from '../../values/instant.js';
import { ROWS_PER_PAGE } from '../../partner/pages/page-document.js';
import type { PageContents } from '../contents/rows.js';
import { KnownFeeds } from './known-feeds.js';
import {
  type FeedHead,
  type FeedState,
  type KnownApp,
  planHead,
  type PlannedPage,
  planWindow,
  type SyncPlan,
} from './plan.js';
import { type Density, divided, type Outlook, outlook, pagesLeft, placesToDivide } from './division.js';
import { byUrgency, isUrgent, type SyncWindow, type WindowChange } from './windows.js';

// A feed that was never read brings a whole page; the others together fit into one query and one answer.
const FULL_HEADS = 25;
const BOUNDED_HEADS = 150;
// A part of fewer pages is hardly worth it: the last page of each is filled by half only.
const FEWEST_PAGES = Number(process.env.FEWEST ?? 2);
const POOR = Number(process.env.POOR ?? 4);
const GALLOP = Number(process.env.GALLOP ?? 4);
const SHARE = Number(process.env.SHARE ?? 0.1);
const FREE = Number(process.env.FREE ?? 4);

/** The rows that storing a page changed, as they are now. */
export interface LeftByPage {
  /** Its own window if there is more of it, or what a head page opened. */
  readonly windows: readonly SyncWindow[];
  /** Of its feed; null when it is no head page. */
  readonly head: FeedHead | null;
  /** The app whose page it is; null when it is as it was. */
  readonly app: KnownApp | null;
  /** Read anew when the page brought apps. */
  readonly plan: SyncPlan | null;
}

/**
 * What one sync has left to ask for. Decides what goes into the next request; no I/O. Of windows and feeds it holds what
 * the database returned last (`put`), and computes no version of its own. What was refused is held back, so that nothing
 * is asked for twice in one sync.
 */
export class Backlog {
  readonly feeds: KnownFeeds;
  readonly #windows = new Map<string, SyncWindow>();
  /** Feeds whose newest page is not asked for: read already, refused, or not due. */
  readonly #headDone = new Set<string>();
  readonly #heldWindows = new Set<string>();
  /** Requests with these pages failed: others go before them. */
  readonly #failures = new Map<string, number>();
  /** What is on its way, by `pageKey`. */
  readonly #asked = new Set<string>();
  readonly #densities = new Map<string, Density>();
  /** Cursors that each window was read from in this sync: one that comes back would lead in a circle. */
  readonly #cursors = new Map<string, Set<string>>();

  constructor(plan: SyncPlan, headIsDue: boolean) {
    this.feeds = new KnownFeeds(plan.feeds);
    // One that was never read is due in any case: of an app that was discovered when the last sync ended.
    const read = plan.feeds.filter(({ headDigest }) => !headIsDue && headDigest !== null);
    for (const { feed } of read) this.#headDone.add(feedName(feed));
    for (const window of plan.windows) this.#windows.set(window.id, window);
  }

  get windows(): readonly SyncWindow[] {
    return [...this.#windows.values()];
  }

  headsAreRead(): boolean {
    return this.#headsLeft().length === 0 && ![...this.#asked].some((key) => key.startsWith('head/'));
  }

  /** The next heads, as many as may go together. @param apart each kind of feed in a request of its own */
  nextHeads(most: number, now: Instant, apart: boolean): PlannedPage[] {
    const all = this.#headsLeft();
    const left = apart ? all.filter(({ feed }) => feed.kind === all[0]?.feed.kind) : all;
    const isFull = ({ headFrom, headDigest }: FeedState) => headFrom === null && headDigest === null;
    const together = [...left.filter(isFull).slice(0, FULL_HEADS), ...left.filter((feed) => !isFull(feed))];
    return this.#ask(together.slice(0, Math.min(most, BOUNDED_HEADS)).map((feed) => planHead(feed, now)));
  }

  /** The most urgent windows that nobody reads just now. @param background also those that nobody waits for */
  nextWindows(most: number, background: boolean): PlannedPage[] {
    const pages = this.#idleWindows(background).sort(byUrgency).map(planWindow);
    return this.#ask(this.#failingLast(pages).slice(0, most));
  }

  /** Whether a request made now would carry something, after dividing windows if need be. */
  hasWork(background: boolean): boolean {
    if (this.#headsLeft().length > 0) return true;
    return this.#idleWindows(background).length > 0 || this.divisions(1).length > 0;
  }

  /**
   * Divides windows until `wanted` urgent ones are free to be read: a request that may be sent now should not leave half
   * empty while a few long windows are read page by page. Each part goes to the window that has most left for each of its
   * parts; one that cannot be divided keeps no other one whole.
   */
  divisions(wanted: number): WindowChange[] {
    const missing = wanted - this.#idleWindows(false).length;
    if (missing <= 0) return [];
    const fewest = this.wasted <= SHARE * this.pages + FREE ? FEWEST_PAGES : POOR;
    const divisible = this.windows
      .filter((window) => isUrgent(window) && this.#mayBeRead(window))
      .flatMap((window) => {
        const rest = this.#outlook(window);
        const pages = rest === null ? 0 : pagesLeft(rest);
        return rest === null || pages < 2 * fewest ? [] : [{ window, rest, pages, parts: 1 }];
      });
    for (let part = 0; part < missing; part += 1) {
      const [largest] = divisible
        .filter(({ pages, parts }) => pages / (parts + 1) >= fewest)
        .sort((a, b) => b.pages / (b.parts + 1) - a.pages / (a.parts + 1));
      if (largest === undefined) break;
      largest.parts += 1;
    }
    const changes = divisible.flatMap(({ window, rest, parts }) => {
      const places = parts === 1 ? [] : placesToDivide(rest, parts);
      return places.length === 0 ? [] : [divided(window, places, rest)];
    });
    // In one order, or two syncs of a connection might wait for each other's rows.
    return changes.sort((a, b) => (a.was.id < b.was.id ? -1 : 1));
  }

  /** Takes over what a change of this window left in the database: the window as it is now, and those beside it. */
  put(was: SyncWindow, now: readonly SyncWindow[]): void {
    const density = this.#density(was);
    const rest = this.#outlook(was);
    if (!now.some(({ id }) => id === was.id)) this.#windows.delete(was.id);
    for (const window of now) {
      this.#windows.set(window.id, window);
      if (window.cursor === null) this.#cursors.delete(window.id);
    }
    if (now.length < 2 || rest === null) return;
    // Parts: each begins as dense as it is likely to be there.
    const ordered = [...now].sort((a, b) => (bottomOf(a) < bottomOf(b) ? 1 : -1));
    ordered.forEach((window, index) => {
      const above = ordered[index - 1];
      this.#densities.set(window.id, {
        spanAbove: above === undefined ? density.spanAbove : null,
        spanBelow: index === ordered.length - 1 ? density.spanBelow : null,
        run: density.run,
      });
    });
  }

  /** A page is stored. @param left what that left in the database */
  pageStored(page: PlannedPage, contents: PageContents, { windows, head, app, plan }: LeftByPage): void {
    const { feed } = page.request;
    if (page.type === 'window') {
      this.put(page.window, windows);
      this.#noteSpan(page.window, contents);
      this.#cover(page.window, contents);
      this.#noteCursor(page.window);
    } else {
      this.#headDone.add(feedName(feed));
      for (const window of windows) {
        this.#windows.set(window.id, window);
        const span = spanOfPage(contents.begins, contents, EARLIEST);
        this.#densities.set(window.id, { spanAbove: span, spanBelow: null, run: span === null || contents.begins === null ? null : { since: contents.begins, span, pages: 1 } });
        if (span !== null) this.#covered.set(feedName(feed), { micros: Math.max(span, 1_000_000), pages: 1 });
      }
    }
    this.feeds.put(feed, { ...head, ...(app === null ? {} : { app }) });
    if (plan !== null) this.feeds.putAll(plan.feeds);
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
  isCircle({ becomes }: WindowChange): boolean {
    return becomes !== null && becomes.cursor !== null && this.#cursors.get(becomes.id)?.has(becomes.cursor) === true;
  }

  /** Feeds whose past is being read and whose beginning is not known. */
  feedsWithoutStart(): DatedFeed[] {
    if (!this.headsAreRead()) return [];
    const open = this.windows.filter(
      ({ kind, from, stopAt }) => kind === 'backfill' && from === null && stopAt === null,
    );
    return this.feeds.withoutStart(open.map(({ feed }) => feed));
  }

  /** Not asked for again in this sync. */
  hold(page: PlannedPage): void {
    if (page.type === 'head') this.#headDone.add(feedName(page.feed.feed));
    else this.#heldWindows.add(page.window.id);
  }

  #headsLeft(): FeedState[] {
    const left = this.feeds.all.filter(
      ({ feed }) => !this.#headDone.has(feedName(feed)) && !this.#asked.has(headKey(feed)),
    );
    return left.sort((a, b) => this.#failuresOf(headKey(a.feed)) - this.#failuresOf(headKey(b.feed)));
  }

  /** Windows that nobody reads just now. */
  #idleWindows(background: boolean): SyncWindow[] {
    return this.windows.filter(
      (window) =>
        (background || isUrgent(window)) && this.#mayBeRead(window) && !this.#asked.has(`window/${window.id}`),
    );
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

  #ask(pages: PlannedPage[]): PlannedPage[] {
    for (const page of pages) this.#asked.add(pageKey(page));
    return pages;
  }

  #density(window: SyncWindow): Density {
    return this.#densities.get(window.id) ?? { spanAbove: null, spanBelow: null, run: null };
  }

  #outlook(window: SyncWindow): Outlook | null {
    const startsAt = this.feeds.of(window.feed)?.startsAt ?? null;
    const persistence = this.wasted <= SHARE * this.pages + FREE ? GALLOP : 1;
    const cover = this.#covered.get(feedName(window.feed));
    const average = cover === undefined ? null : cover.micros / cover.pages;
    return outlook(window, this.#density(window), startsAt, persistence, average);
  }
  pages = 0;
  wasted = 0;
  readonly #covered = new Map<string, { micros: number; pages: number }>();

  #cover(window: SyncWindow, contents: PageContents) {
    const { ends, hasNextPage, transactions, appEvents, quarantined } = contents;
    const rows = transactions.length + appEvents.length + quarantined.length;
    this.pages += 1;
    const newest = window.reachedAt ?? window.to;
    const bottom = bottomOf(window);
    if (newest !== null) {
      const oldest = hasNextPage && ends !== null && ends > bottom ? ends : bottom;
      const known = this.#covered.get(feedName(window.feed)) ?? { micros: 0, pages: 0 };
      this.#covered.set(feedName(window.feed), {
        micros: known.micros + instantToMicros(newest) - instantToMicros(oldest),
        pages: known.pages + rows / ROWS_PER_PAGE,
      });
    }
    const crossed = window.stopAt !== null && ends !== null && ends <= window.stopAt;
    if (crossed) this.wasted += 0.5;
    else if (!hasNextPage) this.wasted += 1 - rows / ROWS_PER_PAGE;
  }

  /** How dense the page was tells of the rest of its window, and of where the window above it ends. */
  #noteSpan(window: SyncWindow, contents: PageContents): void {
    const newest = window.reachedAt ?? window.to;
    const span = spanOfPage(newest, contents, bottomOf(window));
    if (span === null) return;
    const { spanBelow, run } = this.#density(window);
    const isAlike = run !== null && span <= 3 * run.span && run.span <= 3 * span;
    this.#densities.set(window.id, { spanAbove: span, spanBelow, run: isAlike ? { ...run, pages: run.pages + 1 } : { since: newest as Instant, span, pages: 1 } });
    if (window.reachedAt !== null || window.to === null) return;
    const above = this.#aboveOf(window);
    if (above !== undefined) this.#densities.set(above.id, { ...this.#density(above), spanBelow: span });
  }

  /** The window of the same feed that ends where this one began. */
  #aboveOf({ feed, kind, to, id }: SyncWindow): SyncWindow | undefined {
    const name = feedName(feed);
    return this.windows
      .filter((window) => window.id !== id && window.kind === kind && feedName(window.feed) === name)
      .filter((window) => bottomOf(window) !== EARLIEST && to !== null && bottomOf(window) <= to)
      .sort((a, b) => (bottomOf(a) < bottomOf(b) ? 1 : -1))
      .at(0);
  }

  #noteCursor({ id, cursor }: SyncWindow): void {
    if (cursor === null) return;
    const seen = this.#cursors.get(id) ?? new Set<string>();
    this.#cursors.set(id, seen.add(cursor));
  }
}

/** Where what is left of it ends. */
function bottomOf({ stopAt, from }: SyncWindow): Instant {
  return stopAt ?? from ?? EARLIEST;
}

/** Microseconds that a full page spans, or would span; null when nothing can be said. */
function spanOfPage(newest: Instant | null, contents: PageContents, bottom: Instant): number | null {
  const { ends, hasNextPage, transactions, appEvents, quarantined } = contents;
  if (newest === null || (hasNextPage && ends === null)) return null;
  const span = instantToMicros(newest) - instantToMicros((hasNextPage ? ends : null) ?? bottom);
  if (hasNextPage) return span;
  const rows = transactions.length + appEvents.length + quarantined.length;
  return span * (ROWS_PER_PAGE / Math.max(rows, 1));
}

/** Names a page of a sync; a window is at one page at a time. */
export function pageKey(page: PlannedPage): string {
  return page.type === 'head' ? headKey(page.feed.feed) : `window/${page.window.id}`;
}

function headKey(feed: Feed): string {
  return `head/${feedName(feed)}`;
}
