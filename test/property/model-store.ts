import { isDeepStrictEqual } from 'node:util';
import { type Feed, feedName } from '../../src/partner/pages/feed.js';
import type { LeftByPage } from '../../src/sync/planning/backlog.js';
import type { FeedState, Move, PlannedPage, SyncPlan } from '../../src/sync/planning/plan.js';
import { type SweepFacts, windowsDue } from '../../src/sync/planning/sweeps.js';
import type { NewWindow, SyncWindow, WindowChange } from '../../src/sync/planning/windows.js';
import { type Instant, instantFromMs } from '../../src/values/instant.js';
import type { ModelPage } from './model-shopify.js';

interface StoredRow {
  readonly content: number;
  readonly requestedAtMs: number;
}

/** The database's part: cursors and rows change together or not at all, under a fence, from exactly what was read. */
export class ModelStore {
  readonly rows = new Map<string, StoredRow>();
  generation = 1;
  #nextId = 0;
  #feeds: FeedState[];
  readonly #windows = new Map<string, SyncWindow>();
  #facts: Omit<SweepFacts, 'now' | 'backfilled'>;
  #scanned = false;

  constructor(feeds: readonly Feed[], nowMs: number) {
    this.#feeds = feeds.map((feed) => ({ feed, headFrom: null, headDigest: null, startsAt: null, app: null }));
    const progressStartedAt = instantFromMs(nowMs);
    this.#facts = {
      progressStartedAt,
      sweepStartedAt: null,
      walkStartedAt: null,
      walkRequestedAt: null,
      backgroundRestsUntil: null,
    };
  }

  get plan(): SyncPlan {
    return { feeds: this.#feeds, windows: [...this.#windows.values()] };
  }

  get isBackfilled(): boolean {
    return this.#scanned && this.plan.windows.every(({ kind }) => kind !== 'backfill');
  }

  /** What a sync does before its first request. */
  begin(nowMs: number): void {
    const now = instantFromMs(nowMs);
    for (const { kind, windows } of windowsDue({ ...this.#facts, now, backfilled: this.isBackfilled }, this.plan)) {
      const begun = kind === 'sweep' ? { sweepStartedAt: now } : { walkStartedAt: now };
      this.#facts = { ...this.#facts, ...begun };
      for (const window of windows) this.#open(window);
    }
  }

  /** @returns the rows that this changed, or false when nothing was stored */
  store(generation: number, page: ModelPage, move: Move, requestedAtMs: number): LeftByPage | false {
    const left = generation === this.generation && this.#move(move);
    if (left === false) return false;
    for (const { key, content } of page.rows) {
      const known = this.rows.get(key);
      if (known === undefined || known.requestedAtMs < requestedAtMs) this.rows.set(key, { content, requestedAtMs });
    }
    return { ...left, app: null, plan: null };
  }

  /** All of the changes or none. @returns for each its windows as they are now, or false when one is not what it was */
  change(generation: number, changes: readonly WindowChange[]): SyncWindow[][] | false {
    const areCurrent = changes.every(({ was }) => isDeepStrictEqual(this.#windows.get(was.id), was));
    if (generation !== this.generation || !areCurrent) return false;
    return changes.map(({ was, becomes, opens }) => {
      if (becomes === null) this.#windows.delete(was.id);
      else this.#windows.set(was.id, becomes);
      return [...(becomes === null ? [] : [becomes]), ...opens.map((window) => this.#open(window))];
    });
  }

  noteStart(feed: Feed, startsAt: Instant): void {
    this.#change(feed, { startsAt });
  }

  headScanned(): void {
    this.#scanned = true;
  }

  #move(move: Move): Pick<LeftByPage, 'windows' | 'head'> | false {
    if (move.type === 'window') {
      const changed = this.change(this.generation, [move.change]);
      return changed !== false && { windows: changed.flat(), head: null };
    }
    const { feed, was, becomes, opens } = move;
    const state = this.#state(feed);
    if (state?.headFrom !== was.headFrom || state.headDigest !== was.headDigest) return false;
    this.#change(feed, becomes);
    return { windows: opens.map((window) => this.#open(window)), head: becomes };
  }

  #open(window: NewWindow): SyncWindow {
    this.#nextId += 1;
    const opened = { ...window, id: String(this.#nextId), restarts: 0 };
    this.#windows.set(opened.id, opened);
    return opened;
  }

  #state(feed: Feed): FeedState | undefined {
    return this.#feeds.find((state) => feedName(state.feed) === feedName(feed));
  }

  #change(feed: Feed, changes: Partial<FeedState>): void {
    const name = feedName(feed);
    this.#feeds = this.#feeds.map((state) => (feedName(state.feed) === name ? { ...state, ...changes } : state));
  }
}

/** A page on its way: with what it was planned. */
export interface OnTheWay {
  readonly planned: PlannedPage;
  readonly page: ModelPage;
  readonly requestedAtMs: number;
}
