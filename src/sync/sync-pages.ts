import { QueryRefused, UnexpectedAnswer } from '../partner/errors.js';
import { feedName } from '../partner/feed.js';
import { pageDocument } from '../partner/page-document.js';
import type { PartnerAnswer } from '../partner/partner-api.js';
import { readPage, type Page, type PageAnswer } from '../partner/read-page.js';
import type { Instant } from '../instant.js';
import { holdFence, type Fence } from '../store/sync-fence.js';
import { readPlan, restartWindow, type SyncPlan } from '../store/sync-plan.js';
import { storeAppProblem } from '../store/store-sightings.js';
import type { Tenant } from '../store/tenant.js';
import { pageContents } from './page-contents.js';
import { moveAfter, nextWindow, planHead, planWindow, type Move, type PlannedPage, type SyncWindow } from './plan.js';
import type { Refusal } from './refusals.js';
import type { PageContents } from './rows.js';
import { storePage } from './store-page.js';
import type { Wire } from './wire.js';

const FULL_PAGES = 25;
const BOUNDED_PAGES = 150;

type PageRefusal = Exclude<PageAnswer, { outcome: 'page' | 'missing' }>;

/** What one sync has done so far. */
export interface Tally {
  rows: number;
  newRows: number;
  /** Something new was stored, or a window moved on: the next sync begins elsewhere than this one did. */
  gotOn: boolean;
  pages: Record<SyncWindow['kind'], number>;
}

/**
 * Reads pages and stores each in its own transaction: first the newest page of every feed, then window by window.
 * Holds what was refused back, so that nothing is asked for twice in one sync.
 */
export class SyncPages {
  readonly tally: Tally = { rows: 0, newRows: 0, gotOn: false, pages: { head: 0, backfill: 0, sweep: 0, walk: 0 } };
  readonly refusals = new Map<string, Refusal>();
  /** Feeds whose newest page is not asked for in this sync: read already, or not due. */
  readonly #headDone: Set<string>;
  readonly #heldWindows = new Set<string>();
  #headScannedAt: Instant | null = null;
  /** Asked for everything at once, Shopify refused the whole query: each kind of feed is then asked for alone. */
  #apart = false;

  constructor(
    private readonly wire: Wire,
    private readonly fence: Fence,
    private readonly inTenant: <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>,
    public plan: SyncPlan,
    private readonly headIsDue: boolean,
  ) {
    this.#headDone = new Set(headIsDue ? [] : plan.feeds.map(({ feed }) => feedName(feed)));
  }

  /** When the head scan of this sync began; null when it made none or not all of it. */
  headScannedAt(): Instant | null {
    return this.#headsToRead().length === 0 ? this.#headScannedAt : null;
  }

  /** Whether a window of this kind is still open. One that an app's own trouble holds up is that app's matter. */
  isUnfinished(kind: SyncWindow['kind']): boolean {
    return this.plan.windows.some((window) => window.kind === kind && !this.refusals.has(feedName(window.feed)));
  }

  /** Reads and stores what is next. @returns false when there is nothing left that may be asked for */
  async step(): Promise<boolean> {
    const heads = this.#headsToRead();
    if (heads.length > 0) {
      const alike = this.#apart ? heads.filter(({ feed }) => feed.kind === heads[0]?.feed.kind) : heads;
      // A feed without a lower bound brings a whole page; the others together fit into one query and one answer.
      const together = alike.slice(0, alike.some(({ headFrom }) => headFrom === null) ? FULL_PAGES : BOUNDED_PAGES);
      await this.#read((now) => planHead(together, now));
      return true;
    }
    const window = nextWindow(this.plan.windows.filter(({ id }) => !this.#heldWindows.has(id)));
    if (window === undefined) return false;
    await this.#read(() => [planWindow(window)]);
    return true;
  }

  #headsToRead() {
    return this.plan.feeds.filter(({ feed }) => !this.#headDone.has(feedName(feed)));
  }

  async #read(planAt: (now: Instant) => PlannedPage[]): Promise<void> {
    let planned: PlannedPage[] = [];
    const ask = (now: Instant) => {
      planned = planAt(now);
      return pageDocument(planned.map(({ request }) => request));
    };
    try {
      const { answer, requestedAt } = await this.wire.send(ask);
      // The newest page of an app that was only just discovered is no scan of all feeds.
      if (this.headIsDue && planned[0]?.type === 'head') this.#headScannedAt ??= requestedAt;
      await this.#takeAll(planned, answer, requestedAt);
    } catch (error) {
      if (!(error instanceof QueryRefused)) throw error;
      await this.#wholeRefused(planned);
    }
  }

  async #takeAll(planned: readonly PlannedPage[], answer: PartnerAnswer, requestedAt: Instant): Promise<void> {
    let settled = 0;
    for (const [index, page] of planned.entries()) {
      const pageAnswer = readPage(answer, index, page.request);
      if (pageAnswer.outcome === 'missing') continue; // its neighbour's error took it away; asked for again without it
      settled += 1;
      if (pageAnswer.outcome === 'page') await this.#store(page, pageAnswer.page, requestedAt);
      else await this.#refuse(page, pageAnswer);
    }
    if (settled === 0) throw new UnexpectedAnswer('it holds none of the pages asked for');
  }

  async #store(planned: PlannedPage, page: Page, requestedAt: Instant): Promise<void> {
    const contents = pageContents(planned.request.feed, page);
    const move = moveAfter(planned, contents, requestedAt);
    if (changesAnything(planned, contents, move)) {
      const { newRows, plan } = await this.inTenant((tenant) =>
        storePage(tenant, this.fence, { planned, contents, move, requestedAt }),
      );
      this.plan = plan;
      this.tally.newRows += newRows;
      this.tally.gotOn ||= newRows > 0 || move.type !== 'head';
    }
    this.tally.rows += page.edges.length;
    this.tally.pages[planned.type === 'head' ? 'head' : planned.window.kind] += 1;
    if (planned.type === 'head') this.#headDone.add(feedName(planned.request.feed));
  }

  /** A cursor may have expired: the first refusal of a page asked for with one only drops it. */
  async #refuse(planned: PlannedPage, answer: PageRefusal): Promise<void> {
    const { feed } = planned.request;
    if (planned.type === 'window' && planned.window.cursor !== null && planned.window.restarts === 0) {
      const { window } = planned;
      this.plan = await this.#fenced(async (tenant) => {
        await restartWindow(tenant, this.fence.connectionId, window);
        return readPlan(tenant, this.fence.connectionId);
      });
      return;
    }
    this.refusals.set(feedName(feed), {
      feed,
      why: answer.outcome,
      code: answer.outcome === 'refused' ? answer.code : null,
    });
    if (planned.type === 'head') this.#headDone.add(feedName(feed));
    else this.#heldWindows.add(planned.window.id);
    if (feed.kind !== 'events') return;
    const problem = answer.outcome === 'notVisible' ? 'not_visible' : 'refused';
    await this.#fenced((tenant) => storeAppProblem(tenant, this.fence.connectionId, feed.appNumber, problem));
  }

  async #wholeRefused(planned: readonly PlannedPage[]): Promise<void> {
    const kinds = new Set(planned.map(({ request }) => request.feed.kind));
    if (kinds.size > 1) {
      this.#apart = true;
      return;
    }
    for (const page of planned) await this.#refuse(page, { outcome: 'refused', code: null });
  }

  #fenced<T>(work: (tenant: Tenant) => Promise<T>): Promise<T> {
    return this.inTenant(async (tenant) => {
      await holdFence(tenant, this.fence);
      return work(tenant);
    });
  }
}

/** The newest page of an idle connection is the one that was stored last time; it costs no transaction. */
function changesAnything(planned: PlannedPage, contents: PageContents, move: Move): boolean {
  if (move.type !== 'head' || planned.type !== 'head') return true;
  const { feed } = planned;
  if (feed.headDigest !== contents.digest || move.was !== move.becomes || move.opens !== null) return true;
  return contents.app !== null && (feed.app?.name !== contents.app.name || feed.app.problem !== null);
}
