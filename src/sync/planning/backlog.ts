import { type Feed, feedName } from '../../partner/pages/feed.js';
import type { DatedFeed } from '../../partner/pages/feed-start.js';
import type { Instant } from '../../values/instant.js';
import type { PageContents } from '../contents/rows.js';
import { Densities } from './densities.js';
import { divisions } from './division.js';
import { KnownFeeds } from './known-feeds.js';
import {
  type FeedHead,
  type FeedState,
  isNeverRead,
  type KnownApp,
  knownTo,
  planHead,
  type PlannedPage,
  planWindow,
  type SyncPlan,
} from './plan.js';
import { byUrgency, isUrgent, type SyncWindow, type WindowChange } from './windows.js';

// A feed that was never read brings a whole page; the others together fit into one query and one answer.
export const FULL_HEADS = 25;
export const BOUNDED_HEADS = 150;

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
  /** Whether each feed's beginning was asked for. */
  readonly #starts = new Map<string, 'asked' | 'answered'>();
  /** What is on its way, by `pageKey`. */
  readonly #asked = new Set<string>();
  readonly #densities = new Densities();
  /** What the feeds of windows that this sync opened below a newest page were known up to before. */
  readonly #knownTo = new Map<string, Instant>();
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
    const together = [...left.filter(isNeverRead).slice(0, FULL_HEADS), ...left.filter((feed) => !isNeverRead(feed))];
    return this.#ask(together.slice(0, Math.min(most, BOUNDED_HEADS)).map((feed) => planHead(feed, now)));
  }

  /** The most urgent windows that nobody reads just now. @param background also those that nobody waits for */
  nextWindows(most: number, background: boolean): PlannedPage[] {
    const pages = this.#idleWindows(background).sort(byUrgency).map(planWindow);
    return this.#ask(this.#failingLast(pages).slice(0, most));
  }

  /** Whether a request made now would carry something, after dividing windows if need be. */
  hasWork(background: boolean): boolean {
    if (this.hasHeads()) return true;
    return this.#idleWindows(background).length > 0 || this.divisions(1).length > 0;
  }

  /**
   * Divides windows until `wanted` urgent ones are free to be read: a request that may be sent now should not leave half
   * empty while a few long windows are read page by page.
   */
  divisions(wanted: number): WindowChange[] {
    const missing = wanted - this.#idleWindows(false).length;
    const divisible = this.windows
      .filter((window) => isUrgent(window) && !this.isHeld(window))
      // Where its end will be known in a moment it is not divided by guess.
      .filter((window) => hasEnd(window) || this.#starts.get(feedName(window.feed)) !== 'asked')
      .map((window) => ({
        window,
        density: this.#densities.of(window, this.feeds.of(window.feed)?.startsAt ?? null),
      }));
    // In one order, or two syncs of a connection might wait for each other's rows.
    return divisions(divisible, missing).sort((a, b) => (a.was.id < b.was.id ? -1 : 1));
  }

  /** Takes over what a change of this window left in the database: the window as it is now, and those beside it. */
  put(was: SyncWindow, now: readonly SyncWindow[]): void {
    if (!now.some(({ id }) => id === was.id)) this.#windows.delete(was.id);
    for (const window of now) {
      this.#windows.set(window.id, window);
      this.#noteKnown(window, this.#knownTo.get(was.id) ?? null);
      if (window.cursor === null) this.#cursors.delete(window.id);
    }
  }

  /** A page is stored. @param left what that left in the database */
  pageStored(page: PlannedPage, contents: PageContents, { windows, head, app, plan }: LeftByPage): void {
    const { feed } = page.request;
    if (page.type === 'window') {
      this.put(page.window, windows);
      this.#densities.pageRead(page.window, contents);
      this.#noteCursor(page.window);
    } else {
      this.#headDone.add(feedName(feed));
      for (const window of windows) {
        this.#windows.set(window.id, window);
        this.#noteKnown(window, knownTo(page.feed));
      }
      if (windows.length > 0) this.#densities.headRead(feed, contents);
    }
    this.feeds.put(feed, { ...head, ...(app === null ? {} : { app }) });
    if (plan !== null) this.feeds.putAll(plan.feeds);
  }

  /**
   * Whether a window may have rows that are new. One that has come below what its feed was known up to is only read again,
   * for what Shopify shows late. Of those that an earlier sync left nobody knows.
   */
  mayHaveNewRows({ id, reachedAt, to }: SyncWindow): boolean {
    const [top, known] = [reachedAt ?? to, this.#knownTo.get(id)];
    // At that very instant others may have come.
    return known === undefined || top === null || top >= known;
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

  /**
   * Feeds whose beginning is to be asked for, once in a sync: their past is to be read, and nobody knows where it begins.
   * Those never read are among them, so that their beginnings are known when their newest pages are.
   */
  startsToAsk(): DatedFeed[] {
    const open = this.windows.filter((window) => window.kind === 'backfill' && !hasEnd(window));
    const neverRead = this.feeds.all.filter((feed) => isNeverRead(feed) && !this.#headDone.has(feedName(feed.feed)));
    const wanted = this.feeds.withoutStart([...open, ...neverRead].map(({ feed }) => feed));
    return wanted.filter((feed) => !this.#starts.has(feedName(feed)));
  }

  startsAsked(feeds: readonly DatedFeed[]): void {
    for (const feed of feeds) this.#starts.set(feedName(feed), 'asked');
  }

  /** Whatever was answered. */
  startsAnswered(feeds: readonly DatedFeed[]): void {
    for (const feed of feeds) this.#starts.set(feedName(feed), 'answered');
  }

  /** Whether a newest page is to be asked for. */
  hasHeads(): boolean {
    return this.#headsLeft().length > 0;
  }

  /** Not asked for again in this sync. */
  hold(page: PlannedPage): void {
    if (page.type === 'head') this.#headDone.add(feedName(page.feed.feed));
    else this.#heldWindows.add(page.window.id);
  }

  /** Whether its page was refused: it is not asked for again in this sync. */
  isHeld({ id }: SyncWindow): boolean {
    return this.#heldWindows.has(id);
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
      (window) => (background || isUrgent(window)) && !this.isHeld(window) && !this.#asked.has(`window/${window.id}`),
    );
  }

  #failingLast(pages: readonly PlannedPage[]): PlannedPage[] {
    return [...pages].sort((a, b) => this.#failuresOf(pageKey(a)) - this.#failuresOf(pageKey(b)));
  }

  #failuresOf(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  #ask(pages: PlannedPage[]): PlannedPage[] {
    for (const page of pages) this.#asked.add(pageKey(page));
    return pages;
  }

  #noteKnown({ id }: SyncWindow, known: Instant | null): void {
    if (known !== null) this.#knownTo.set(id, known);
  }

  #noteCursor({ id, cursor }: SyncWindow): void {
    if (cursor === null) return;
    const seen = this.#cursors.get(id) ?? new Set<string>();
    this.#cursors.set(id, seen.add(cursor));
  }
}

/** Names a page of a sync; a window is at one page at a time. */
export function pageKey(page: PlannedPage): string {
  return page.type === 'head' ? headKey(page.feed.feed) : `window/${page.window.id}`;
}

function hasEnd({ from, stopAt }: SyncWindow): boolean {
  return from !== null || stopAt !== null;
}

function headKey(feed: Feed): string {
  return `head/${feedName(feed)}`;
}
