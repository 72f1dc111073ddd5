import { type Feed, feedName } from '../partner/pages/feed.js';
import type { PageAnswer } from '../partner/pages/read-page.js';
import type { Tenant } from '../postgres/tenant.js';
import { CodedError } from '../values/coded-error.js';
import type { Instant } from '../values/instant.js';
import { namesOfRows, withoutErased } from './contents/erased-rows.js';
import { pageContents } from './contents/page-contents.js';
import type { PageContents } from './contents/rows.js';
import type { Backlog } from './planning/backlog.js';
import { type Move, moveAfter, type PlannedPage } from './planning/plan.js';
import type { RefusedFeed } from './planning/refused-feeds.js';
import { ended, isUrgent, restarted, type SyncWindow, type WindowChange, type WindowKind } from './planning/windows.js';
import { type PageToStore, storePage } from './store/store-page.js';
import { storeAppProblem } from './store/store-sightings.js';
import { changeWindows, noteStarts } from './store/sync-plan.js';
import { noteWalkRefused } from './store/walks.js';
import type { SyncSession } from './sync-session.js';
import type { StoredCounts } from './sync-summary.js';

type PageRefusal = Exclude<PageAnswer, { outcome: 'page' | 'missing' }>;

/** What one sync has stored so far. */
export interface Tally {
  rows: number;
  newRows: number;
  /** Something new was stored, or a window moved on: the next sync begins elsewhere than this one did. */
  gotOn: boolean;
  pages: Record<WindowKind, number>;
  stored: Record<'transactions' | 'events', StoredCounts>;
}

/**
 * Stores what was answered, each page in a transaction of its own, and keeps the backlog in step with the database: of
 * what a transaction changed the backlog takes over the rows that it returned, before the next change is decided.
 */
export class PageWriter {
  readonly tally: Tally = {
    rows: 0,
    newRows: 0,
    gotOn: false,
    pages: { head: 0, backfill: 0, sweep: 0, walk: 0 },
    stored: { transactions: { newRows: 0, changedRows: 0 }, events: { newRows: 0, changedRows: 0 } },
  };
  readonly refusals = new Map<string, RefusedFeed>();
  readonly #pageByPage = inTurn();
  readonly #changeByChange = inTurn();
  #isClosed = false;

  constructor(
    private readonly session: Pick<SyncSession, 'fence' | 'fenced' | 'withoutErased'>,
    private readonly backlog: Backlog,
  ) {}

  /** Stores a page, or what was answered in its place. @returns whether that may have changed merchants */
  async take(page: PlannedPage, answer: PageAnswer, requestedAt: Instant): Promise<boolean> {
    if (answer.outcome === 'missing') return false; // its neighbour's error took it away; asked for again without it
    if (answer.outcome !== 'page') {
      await this.refuse(page, answer);
      return false;
    }
    const contents = pageContents(page.request.feed, answer.page, requestedAt);
    const isWritten = await this.#exclusively(() =>
      this.#changeByChange(() => this.#store(page, contents, requestedAt)),
    );
    this.tally.rows += answer.page.edges.length;
    return isWritten;
  }

  refuse(page: PlannedPage, answer: PageRefusal): Promise<void> {
    return this.#exclusively(() => this.#changeByChange(() => this.#refuse(page, answer)));
  }

  /**
   * Divides windows until so many can be read side by side. Waits for a page that is being stored, but neither for those
   * behind it nor for what is done between pages: a request is about to be sent.
   */
  async divide(wanted: number): Promise<void> {
    if (this.backlog.divisions(wanted).length === 0) return;
    await this.#changeByChange(() => this.#change(this.backlog.divisions(wanted)));
  }

  /** Remembers where feeds begin. */
  async noteStarts(starts: readonly { readonly feed: Feed; readonly startsAt: Instant }[]): Promise<void> {
    await this.#exclusively(async () => {
      const noted = await this.#fenced((tenant, connectionId) => noteStarts(tenant, connectionId, starts));
      for (const { feed, startsAt } of noted) this.backlog.feeds.put(feed, { startsAt });
    });
  }

  /** Does something while no page is being stored; those that come wait for it. */
  betweenPages<T>(work: () => Promise<T>): Promise<T> {
    return this.#exclusively(work);
  }

  /** Stores nothing any more; resolves when nothing is being stored. */
  close(): Promise<void> {
    this.#isClosed = true;
    return this.#pageByPage(() => Promise.resolve());
  }

  /** @returns whether anything was written */
  async #store(asked: PlannedPage, contents: PageContents, requestedAt: Instant): Promise<boolean> {
    const { backlog } = this;
    const planned = backlog.current(asked);
    const move = moveAfter(planned, contents, requestedAt);
    if (move.type === 'window' && backlog.isCircle(move.change)) {
      await this.#refuse(planned, { outcome: 'damaged', what: 'the cursor leads in a circle' });
      return false;
    }
    const apps = backlog.feeds.newsOf(contents.apps);
    const page = { planned, move, requestedAt, apps };
    const isKnown = !changesAnything(planned, contents, move) && apps.length === 0;
    if (isKnown) backlog.hold(planned);
    else await this.#write(contents, page);
    this.tally.pages[asked.type === 'head' ? 'head' : asked.window.kind] += 1;
    return !isKnown;
  }

  async #write(contents: PageContents, page: Omit<PageToStore, 'contents'>): Promise<void> {
    const { session, tally } = this;
    const { planned, move } = page;
    const stored = await session.withoutErased.store(
      () => namesOfRows(contents),
      (tenant, erased) => storePage(tenant, session.fence, { ...page, contents: withoutErased(contents, erased) }),
    );
    this.backlog.pageStored(planned, contents, stored);
    tally.newRows += stored.newRows;
    const { kind } = planned.request.feed;
    if (kind !== 'timeline') {
      tally.stored[kind].newRows += stored.newRows;
      tally.stored[kind].changedRows += stored.changedRows;
    }
    tally.gotOn ||= stored.newRows > 0 || move.type !== 'head';
  }

  /** A cursor may have expired: the first refusal of a page asked for with one only drops it. */
  async #refuse(asked: PlannedPage, answer: PageRefusal): Promise<void> {
    const { backlog } = this;
    const planned = backlog.current(asked);
    const { feed, cursor } = asked.request;
    if (planned.type === 'window' && cursor !== null && planned.window.restarts === 0) {
      return this.#change([restarted(planned.window)]);
    }
    if (planned.type === 'window' && !isUrgent(planned.window)) {
      // Nobody waits for it, and the head says what is wrong with the feed. Left open, it would keep the sweeps and
      // walks of all other feeds from beginning again.
      return this.#giveUp(planned.window);
    }
    const isOutage = answer.outcome === 'refused' && answer.meaning === 'outage';
    this.refusals.set(feedName(feed), { feed, why: isOutage ? 'outage' : answer.outcome });
    backlog.hold(planned);
    if (feed.kind !== 'events') return;
    const problem = answer.outcome === 'notVisible' ? 'not_visible' : 'refused';
    const app = await this.#fenced((tenant, connectionId) =>
      storeAppProblem(tenant, connectionId, feed.appNumber, problem),
    );
    if (app !== null) backlog.feeds.put(feed, { app });
  }

  async #giveUp(window: SyncWindow): Promise<void> {
    await this.#fenced((tenant, connectionId) =>
      Promise.all([
        changeWindows(tenant, connectionId, [ended(window)]),
        window.kind === 'walk' ? noteWalkRefused(tenant, connectionId, window.feed) : null,
      ]),
    );
    this.backlog.put(window, []);
  }

  async #change(changes: readonly WindowChange[]): Promise<void> {
    if (changes.length === 0) return;
    const windows = await this.#fenced((tenant, connectionId) => changeWindows(tenant, connectionId, changes));
    for (const [index, { was }] of changes.entries()) this.backlog.put(was, windows[index] ?? []);
  }

  /** One page of this sync at a time, and what is done between pages. */
  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.#pageByPage(() => {
      if (this.#isClosed) throw new CodedError('sync_over', 'The sync is over.');
      return work();
    });
  }

  #fenced<T>(work: (tenant: Tenant, connectionId: string) => Promise<T>): Promise<T> {
    return this.session.fenced((tenant) => work(tenant, this.session.fence.connectionId));
  }
}

/** The newest page of an idle connection is the one that was stored last time; it costs no transaction. */
function changesAnything(planned: PlannedPage, contents: PageContents, move: Move): boolean {
  if (move.type !== 'head' || planned.type !== 'head') return true;
  const { was, becomes, opens } = move;
  if (was.headDigest !== becomes.headDigest || was.headFrom !== becomes.headFrom || opens.length > 0) return true;
  const { app } = planned.feed;
  return contents.app !== null && (app?.name !== contents.app.name || app.problem !== null);
}

/** Does one thing after the other, in the order in which they were asked for. */
function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
