import { MARGIN_MS, REQUESTS_PER_SECOND } from '../../src/partner/pace/pacer.js';
import { RequestWidth } from '../../src/partner/pace/request-width.js';
import { type Feed, feedName } from '../../src/partner/pages/feed.js';
import type { DatedFeed } from '../../src/partner/pages/feed-start.js';
import { type PageRequest, ROWS_PER_PAGE } from '../../src/partner/pages/page-document.js';
import type { PageContents } from '../../src/sync/contents/rows.js';
import { Backlog } from '../../src/sync/planning/backlog.js';
import { moveAfter, type PlannedPage } from '../../src/sync/planning/plan.js';
import { MOST_ON_THE_WAY } from '../../src/sync/sync-pages.js';
import { instantFromMicros, instantToMicros } from '../../src/values/instant.js';
import { ModelStore } from './model-store.js';
import { Timeline } from './timeline.js';

/** An account: the instants of each feed's rows in microseconds, newest first. */
export interface TimedAccount {
  readonly feeds: readonly { readonly feed: Feed; readonly instants: readonly number[] }[];
  readonly nowMicros: number;
}

export interface TimedFigures {
  readonly seconds: number;
  readonly rows: number;
  readonly pages: number;
  readonly neededPages: number;
  /** Pages beyond those that the rows fill, of all pages. */
  readonly wasted: number;
  /** How many times as fast as one full page a request allows. */
  readonly share: number;
}

// A simulator and a database on one busy machine; what counts is the order of things.
const ANSWER_MS_PER_PAGE = 6;
const STORE_MS_PER_PAGE = 12;
const SPACING_MS = (1_000 + MARGIN_MS) / REQUESTS_PER_SECOND;

/** What a page is planned by; its rows are counted and not looked at. */
interface TimedPage {
  readonly planned: PlannedPage;
  readonly contents: PageContents;
}

/**
 * A first sync in a time of its own: the planner under test, four requests a second, answers after `latencyMs`, pages
 * stored one after the other. The same account takes the same time on every machine.
 */
export class TimedSync {
  readonly #time = new Timeline();
  readonly #store: ModelStore;
  readonly #backlog: Backlog;
  readonly #width: RequestWidth;
  readonly #instants: ReadonlyMap<string, readonly number[]>;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #storedAtMs = 0;
  #onTheWay = 0;
  #rows = 0;
  #pages = 0;

  constructor(
    private readonly account: TimedAccount,
    private readonly latencyMs: number,
    pagesPerRequest: number,
  ) {
    const feeds = account.feeds.map(({ feed }) => feed);
    this.#instants = new Map(account.feeds.map(({ feed, instants }) => [feedName(feed), instants]));
    this.#store = new ModelStore(feeds, account.nowMicros / 1000);
    this.#backlog = new Backlog(this.#store.plan, true);
    this.#width = new RequestWidth(pagesPerRequest);
  }

  run(): TimedFigures {
    this.#time.at(0, () => this.#next());
    this.#time.run();
    if (this.#store.plan.windows.length > 0) throw new Error('It has ended with windows left.');
    const seconds = this.#time.nowMs / 1000;
    const neededPages = [...this.#instants.values()].reduce(
      (sum, rows) => sum + Math.ceil(rows.length / ROWS_PER_PAGE),
      0,
    );
    return {
      ...{ seconds, neededPages, rows: this.#rows, pages: this.#pages },
      wasted: (this.#pages - neededPages) / this.#pages,
      share: neededPages / REQUESTS_PER_SECOND / seconds,
    };
  }

  /** Sends the next request, if there is one, as soon as it may leave. */
  #next(): void {
    const starts = this.#backlog.hasHeads() ? [] : this.#backlog.startsToAsk();
    const hasWork = starts.length > 0 || this.#backlog.hasWork(true);
    if (!hasWork || this.#onTheWay >= MOST_ON_THE_WAY) return;
    const mayLeaveAtMs = this.#sentAtMs + SPACING_MS;
    if (mayLeaveAtMs > this.#time.nowMs) return this.#time.at(mayLeaveAtMs, () => this.#next());
    this.#sentAtMs = this.#time.nowMs;
    this.#onTheWay += 1;
    if (starts.length > 0) this.#askStarts(starts);
    else this.#ask();
    this.#time.after(0, () => this.#next());
  }

  #ask(): void {
    const backlog = this.#backlog;
    this.#divide();
    const heads = backlog.nextHeads(Number.POSITIVE_INFINITY, instantFromMicros(this.account.nowMicros), false);
    const planned = heads.length > 0 ? heads : backlog.nextWindows(this.#width.pages, true);
    const pages = planned.map((page) => ({ planned: page, contents: this.#answer(page.request) }));
    this.#pages += pages.length;
    const tookMs = this.latencyMs + ANSWER_MS_PER_PAGE * pages.length;
    this.#time.after(tookMs, () => {
      this.#width.answered(pages.length, tookMs);
      for (const page of pages) {
        this.#storedAtMs = Math.max(this.#storedAtMs, this.#time.nowMs) + STORE_MS_PER_PAGE;
        this.#time.at(this.#storedAtMs, () => this.#take(page));
      }
      this.#time.at(this.#storedAtMs, () => this.#answered());
    });
  }

  #divide(): void {
    const changes = this.#backlog.divisions(this.#width.pages);
    const changed = this.#store.change(this.#store.generation, changes);
    for (const [index, { was }] of changes.entries()) this.#backlog.put(was, (changed || [])[index] ?? []);
  }

  #take({ planned: asked, contents }: TimedPage): void {
    const backlog = this.#backlog;
    const planned = backlog.current(asked);
    const move = moveAfter(planned, contents, instantFromMicros(this.account.nowMicros));
    const left = this.#store.store(this.#store.generation, { rows: [], contents }, move, 0);
    if (left === false) throw new Error('A window was not what the sync knew of it.');
    backlog.pageStored(planned, contents, left);
    backlog.release([asked]);
    if (backlog.headsAreRead()) this.#store.headScanned();
    this.#rows += contents.transactions.length;
    this.#next();
  }

  #answered(): void {
    this.#onTheWay -= 1;
    this.#next();
  }

  #askStarts(feeds: readonly DatedFeed[]): void {
    this.#backlog.startsAsked(feeds);
    this.#time.after(this.latencyMs, () => {
      for (const feed of feeds) {
        const oldest = this.#instants.get(feedName(feed))?.at(-1);
        if (oldest === undefined) continue;
        const startsAt = instantFromMicros(oldest);
        this.#store.noteStart(feed, startsAt);
        this.#backlog.feeds.put(feed, { startsAt });
      }
      this.#backlog.startsAnswered(feeds);
      this.#answered();
    });
  }

  /** A cursor is how many rows stand above it. */
  #answer({ feed, from, to, cursor }: PageRequest): PageContents {
    const all = this.#instants.get(feedName(feed)) ?? [];
    const low = from === null ? Number.NEGATIVE_INFINITY : instantToMicros(from);
    const begin =
      cursor === null ? countAbove(all, to === null ? Number.POSITIVE_INFINITY : instantToMicros(to)) : Number(cursor);
    const page = all.slice(begin, begin + ROWS_PER_PAGE).filter((at) => at >= low);
    const end = begin + page.length;
    const [newest, middle, oldest] = [page[0], page[page.length >> 1], page.at(-1)].map((at) =>
      at === undefined ? null : instantFromMicros(at),
    );
    return {
      transactions: page.map(() => ({}) as PageContents['transactions'][number]),
      ...{ appEvents: [], timelineEvents: [], shops: [], apps: [], quarantined: [], app: null },
      ...{ newest: newest ?? null, begins: newest ?? null, ends: oldest ?? null, middle: middle ?? null },
      digest: () => String(end),
      lastCursor: page.length === 0 ? null : String(end),
      hasNextPage: (all[end] ?? Number.NEGATIVE_INFINITY) >= low && end < all.length,
    };
  }
}

/** How many are greater, of numbers in falling order. */
function countAbove(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? limit) > limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
