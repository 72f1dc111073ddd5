import { CodedError } from '../values/coded-error.js';
import type { Instant } from '../values/instant.js';
import { UnexpectedAnswer } from '../partner/client/errors.js';
import { feedName, type Feed } from '../partner/pages/feed.js';
import type { PartnerAnswer } from '../partner/client/partner-api.js';
import { readPage, type PageAnswer } from '../partner/pages/read-page.js';
import { storeAppProblem } from './store/store-sightings.js';
import { holdFence, type Fence } from '../connections/store/sync-fence.js';
import { divideWindows, dropWindow, noteStart, restartWindow } from './store/sync-plan.js';
import type { Tenant } from '../postgres/tenant.js';
import type { Backlog } from './planning/backlog.js';
import { pageContents } from './contents/page-contents.js';
import { moveAfter, type Move, type PlannedPage } from './planning/plan.js';
import type { Refusal } from './refusals.js';
import type { PageContents } from './planning/rows.js';
import { storePage } from './store/store-page.js';
import { isUrgent, type WindowKind } from './planning/windows.js';

type PageRefusal = Exclude<PageAnswer, { outcome: 'page' | 'missing' }>;

/** What one sync has stored so far. */
export interface Tally {
  rows: number;
  newRows: number;
  /** Something new was stored, or a window moved on: the next sync begins elsewhere than this one did. */
  gotOn: boolean;
  pages: Record<WindowKind, number>;
}

export interface PageKeeperParts {
  readonly fence: Fence;
  readonly withTenant: <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;
  readonly backlog: Backlog;
  /** Runs after a page was stored and before the next one is. */
  readonly betweenPages: () => Promise<void>;
}

/** Stores what was answered, each page in a transaction of its own, and keeps the backlog in step with the database. */
export class PageKeeper {
  readonly tally: Tally = { rows: 0, newRows: 0, gotOn: false, pages: { head: 0, backfill: 0, sweep: 0, walk: 0 } };
  readonly refusals = new Map<string, Refusal>();
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(private readonly parts: PageKeeperParts) {}

  /** @returns whether every page was there and usable */
  async takeAll(pages: readonly PlannedPage[], answer: PartnerAnswer, requestedAt: Instant): Promise<boolean> {
    let settled = 0;
    let usable = 0;
    for (const [index, page] of pages.entries()) {
      const answered = readPage(answer, index, page.request);
      if (answered.outcome === 'missing') continue; // its neighbour's error took it away; asked for again without it
      settled += 1;
      if (answered.outcome === 'page') {
        usable += 1;
        const contents = pageContents(page.request.feed, answered.page, requestedAt);
        await this.#exclusively(() => this.#store(page, contents, requestedAt));
        this.tally.rows += answered.page.edges.length;
      } else {
        await this.refuse(page, answered);
      }
    }
    if (settled === 0) throw new UnexpectedAnswer('it holds none of the pages asked for');
    return usable === pages.length;
  }

  refuse(page: PlannedPage, answer: PageRefusal): Promise<void> {
    return this.#exclusively(() => this.#refuse(page, answer));
  }

  /**
   * Divides windows until so many can be read side by side. Waits for no page that is being stored: one that moves a
   * window beyond where it is divided only makes the division come to nothing.
   */
  async divide(wanted: number): Promise<void> {
    const { backlog, fence } = this.parts;
    const splits = backlog.splits(wanted);
    if (splits.length === 0) return;
    const ids = await this.#fenced((tenant) => divideWindows(tenant, fence.connectionId, splits));
    if (ids === null) backlog.keepWhole(splits);
    else backlog.divide(splits, ids);
  }

  /** Remembers where feeds begin. */
  async noteStarts(starts: readonly { readonly feed: Feed; readonly startsAt: Instant }[]): Promise<void> {
    const { backlog, fence } = this.parts;
    await this.#exclusively(async () => {
      await this.#fenced((tenant) =>
        Promise.all(starts.map(({ feed, startsAt }) => noteStart(tenant, fence.connectionId, feed, startsAt))),
      );
      for (const { feed, startsAt } of starts) backlog.startsAt(feed, startsAt);
    });
  }

  /** Stores nothing any more; resolves when nothing is being stored. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
  }

  async #store(asked: PlannedPage, contents: PageContents, requestedAt: Instant): Promise<void> {
    const { backlog, fence, withTenant } = this.parts;
    const planned = backlog.current(asked);
    const move = moveAfter(planned, contents, requestedAt);
    if (move.type === 'windowMoves' && backlog.isCircle(move)) {
      return this.#refuse(planned, { outcome: 'damaged', what: 'the cursor leads in a circle' });
    }
    const apps = backlog.newsOf(contents);
    if (changesAnything(planned, contents, move) || apps.length > 0) {
      const page = { planned, contents, move, requestedAt, apps };
      const stored = await withTenant((tenant) => storePage(tenant, fence, page));
      backlog.moved(planned, move, contents, stored.openedWindow);
      if (stored.plan !== null) backlog.learnFeeds(stored.plan.feeds);
      this.tally.newRows += stored.newRows;
      this.tally.gotOn ||= stored.newRows > 0 || move.type !== 'head';
    } else {
      backlog.hold(planned);
    }
    this.tally.pages[planned.type === 'head' ? 'head' : planned.window.kind] += 1;
    await this.parts.betweenPages();
  }

  /** A cursor may have expired: the first refusal of a page asked for with one only drops it. */
  async #refuse(asked: PlannedPage, answer: PageRefusal): Promise<void> {
    const { backlog, fence } = this.parts;
    const planned = backlog.current(asked);
    const { feed, cursor } = asked.request;
    if (planned.type === 'window' && cursor !== null && planned.window.restarts === 0) {
      await this.#fenced((tenant) => restartWindow(tenant, fence.connectionId, planned.window));
      return backlog.restart(planned.window);
    }
    if (planned.type === 'window' && !isUrgent(planned.window)) {
      // Nobody waits for it, and the head says what is wrong with the feed. Left open, it would keep the sweeps and
      // walks of all other feeds from beginning again.
      await this.#fenced((tenant) => dropWindow(tenant, fence.connectionId, planned.window));
      return backlog.drop(planned.window);
    }
    const isOutage = answer.outcome === 'refused' && answer.meaning === 'outage';
    this.refusals.set(feedName(feed), { feed, why: isOutage ? 'outage' : answer.outcome });
    backlog.hold(planned);
    if (feed.kind !== 'events') return;
    const problem = answer.outcome === 'notVisible' ? 'not_visible' : 'refused';
    await this.#fenced((tenant) => storeAppProblem(tenant, fence.connectionId, feed.appNumber, problem));
  }

  /** One transaction of this sync at a time: what is decided from the backlog is still so when it is written. */
  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => {
      if (this.#isClosed) throw new CodedError('sync_over', 'The sync is over.');
      return work();
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  #fenced<T>(work: (tenant: Tenant) => Promise<T>): Promise<T> {
    return this.parts.withTenant(async (tenant) => {
      await holdFence(tenant, this.parts.fence);
      return work(tenant);
    });
  }
}

/** The newest page of an idle connection is the one that was stored last time; it costs no transaction. */
function changesAnything(planned: PlannedPage, contents: PageContents, move: Move): boolean {
  if (move.type !== 'head' || planned.type !== 'head') return true;
  const { feed } = planned;
  if (feed.headDigest !== move.digest || move.was !== move.becomes || move.opens !== null) return true;
  return contents.app !== null && (feed.app?.name !== contents.app.name || feed.app.problem !== null);
}
