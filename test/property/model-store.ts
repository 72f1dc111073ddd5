import { instantFromMs, type Instant } from '../../src/values/instant.js';
import { feedName, type Feed } from '../../src/partner/pages/feed.js';
import type { FeedState, Move, PlannedPage, SyncPlan } from '../../src/sync/planning/plan.js';
import { windowsDue, type SweepFacts } from '../../src/sync/planning/sweeps.js';
import { partsOf, restarted, type NewWindow, type Split, type SyncWindow } from '../../src/sync/planning/windows.js';
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
    this.#facts = { progressStartedAt, sweepStartedAt: null, walkStartedAt: null, sparingUntil: null };
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

  /** @returns the id of the window that opened, or false when nothing was stored */
  store(generation: number, page: ModelPage, move: Move, requestedAtMs: number): string | null | false {
    if (generation !== this.generation || !this.#cursorIsWhereItWas(move)) return false;
    const opened = this.#move(move);
    for (const { key, content } of page.rows) {
      const known = this.rows.get(key);
      if (known === undefined || known.requestedAtMs < requestedAtMs) this.rows.set(key, { content, requestedAtMs });
    }
    return opened;
  }

  /** @returns the new windows' ids, or false when a window is no longer what it was */
  divide(generation: number, splits: readonly Split[]): string[] | false {
    const areCurrent = splits.every(({ window, at }) => {
      const stored = this.#windows.get(window.id);
      const reachedAt = stored?.reachedAt ?? null;
      return stored?.stopAt === window.stopAt && (reachedAt === null || reachedAt > (at[0] ?? reachedAt));
    });
    if (generation !== this.generation || !areCurrent) return false;
    return splits.flatMap((split) => {
      const stored = this.#windows.get(split.window.id);
      if (stored !== undefined) this.#windows.set(stored.id, { ...stored, stopAt: partsOf(split).upper.stopAt });
      return partsOf(split).lower.map((window) => this.#open(window));
    });
  }

  restart(generation: number, { id, cursor }: SyncWindow): boolean {
    const stored = this.#windows.get(id);
    if (generation !== this.generation || stored?.cursor !== cursor) return false;
    this.#windows.set(id, restarted(stored));
    return true;
  }

  noteStart(feed: Feed, startsAt: Instant): void {
    this.#change(feed, { startsAt });
  }

  headScanned(): void {
    this.#scanned = true;
  }

  #cursorIsWhereItWas(move: Move): boolean {
    if (move.type === 'head') return this.#state(move.feed)?.headFrom === move.was;
    const window = this.#windows.get(move.id);
    return window !== undefined && window.cursor === move.was;
  }

  #move(move: Move): string | null {
    switch (move.type) {
      case 'head':
        this.#change(move.feed, { headFrom: move.becomes, headDigest: move.digest });
        return move.opens === null ? null : this.#open(move.opens);
      case 'windowMoves': {
        const window = this.#windows.get(move.id);
        if (window !== undefined) {
          const restarts = window.reachedAt === move.reachedAt ? window.restarts : 0;
          this.#windows.set(move.id, { ...window, cursor: move.cursor, reachedAt: move.reachedAt, restarts });
        }
        return null;
      }
      case 'windowDone':
        this.#windows.delete(move.id);
        return null;
    }
  }

  #open(window: NewWindow): string {
    this.#nextId += 1;
    const id = String(this.#nextId);
    this.#windows.set(id, { ...window, id, restarts: 0 });
    return id;
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
