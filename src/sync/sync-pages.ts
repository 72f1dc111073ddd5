import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../values/instant.js';
import { PartnerApiError, QueryRefused, Throttled, VersionRetired } from '../partner/client/errors.js';
import { feedName } from '../partner/pages/feed.js';
import { readStarts, startDocument, type DatedFeed } from '../partner/pages/feed-start.js';
import { pageDocument } from '../partner/pages/page-document.js';
import { pageKey, type Backlog } from './planning/backlog.js';
import type { PageKeeper } from './page-writer.js';
import type { PlannedPage } from './planning/plan.js';
import type { SyncClock } from './sync-clock.js';
import { Troubles } from './backoff.js';
import { isUrgent } from './planning/windows.js';
import { MustWait, type Turn, type Wire } from './paced-client.js';

const LATEST = '9999';
const SHORT_WAIT_MS = 1_000;
// Beyond this more requests on the way would only hold more memory: four a second that take two seconds each.
export const MOST_ON_THE_WAY = 8;

export interface SyncPagesParts {
  readonly wire: Wire;
  readonly backlog: Backlog;
  readonly keeper: PageKeeper;
  readonly clock: SyncClock;
  /** Ends what is on the way when the sync fails. */
  readonly stop: AbortController;
  readonly headIsDue: boolean;
  /** So many requests may go to windows that nobody waits for. */
  readonly sparingRequests: number;
}

/** Asks for pages as fast as Shopify allows, with several requests on their way, until nothing is left or time is up. */
export class SyncPages {
  /** Requests that went to windows that nobody waits for. */
  sparingRequests = 0;
  readonly #onTheWay = new Set<Promise<void>>();
  readonly #troubles = new Troubles();
  readonly #startsAsked = new Set<string>();
  #headScannedAt: Instant | null = null;
  /** Asked for everything at once, Shopify refused the whole query: each kind of feed is then asked for alone. */
  #headsApart = false;
  #mostHeads = Number.POSITIVE_INFINITY;
  /** Something else first: a head that fails for ever must not keep the windows waiting. */
  #headsFailed = false;
  #hasAsked = false;
  /** Of the request sent last among those that were answered. */
  #lastAnsweredWasSentAtMs = Number.NEGATIVE_INFINITY;
  readonly #failedAloneAtMs = new Map<string, number>();
  #failure: { readonly error: unknown } | null = null;

  constructor(private readonly parts: SyncPagesParts) {}

  /** When the head scan of this sync began; null when it made none or not all of it. */
  headScannedAt(): Instant | null {
    return this.parts.backlog.headsAreRead() ? this.#headScannedAt : null;
  }

  /**
   * @returns whether nothing is left that may be asked for now
   * @throws what ended it; nothing is on its way any more then
   */
  async run(): Promise<boolean> {
    const { keeper } = this.parts;
    let mustWait: MustWait | null = null;
    try {
      for (let goesOn = true; goesOn && this.#failure === null && !this.#isLate();) goesOn = await this.#step();
    } catch (error) {
      // What is on its way meanwhile was let through, and is as good as ever.
      if (error instanceof MustWait) mustWait = error;
      else this.#fail(error);
    }
    await Promise.all(this.#onTheWay);
    await keeper.close();
    if (this.#failure !== null) throw (this.#failure as { error: unknown }).error;
    if (mustWait !== null) throw mustWait;
    const isDone = !this.#hasWork();
    // A sync that only ever met trouble has failed, even if its time ended before it gave up.
    if (!isDone && !keeper.tally.gotOn && this.#troubles.last !== null) throw this.#troubles.last;
    return isDone;
  }

  /** However late it is, pages are asked for once: syncs that are always late would never get on. */
  #isLate(): boolean {
    return this.parts.clock.isUsedUp() && this.#hasAsked;
  }

  #hasWork(): boolean {
    return this.#startsToAsk().length > 0 || this.parts.backlog.hasWork(this.#maySpare());
  }

  /** Sends one request, or waits for an answer that makes the next one possible. @returns false when all is done */
  async #step(): Promise<boolean> {
    const { wire, keeper, stop } = this.parts;
    const hasWork = this.#hasWork();
    if (!hasWork && this.#onTheWay.size === 0) return false;
    if (!hasWork || this.#onTheWay.size >= MOST_ON_THE_WAY) {
      await Promise.race(this.#onTheWay);
      return true;
    }
    const pauseMs = this.#troubles.pauseMs();
    if (pauseMs > 0) await sleep(pauseMs, undefined, { signal: stop.signal });
    const slot = await wire.slot(this.#hasAsked);
    // Others of the same token keep us waiting until our time is over.
    if (slot === null && !this.#isLate()) throw new MustWait(SHORT_WAIT_MS);
    if (slot === null) return true;
    const starts = this.#startsToAsk();
    // A request that may be sent now must not leave half empty while a long window is walked page by page.
    if (starts.length === 0) {
      await keeper.divide(wire.width.pages).catch((error: unknown) => {
        wire.giveBack(slot);
        throw error;
      });
    }
    const turn = await wire.lease(slot);
    if (turn === null) return true;
    if (starts.length > 0) this.#launch(this.#askStarts(turn, starts));
    else this.#sendPages(turn);
    return true;
  }

  #sendPages(turn: Turn): void {
    const { wire, backlog } = this.parts;
    const pages = this.#choose(turn.now);
    if (pages.length > 0 && wire.isCurrent(turn)) {
      if (!pages.some((page) => page.type === 'head' || isUrgent(page.window))) this.sparingRequests += 1;
      return this.#launch(this.#ask(turn, pages));
    }
    backlog.release(pages);
    wire.giveBack(turn.slot);
  }

  #choose(now: Instant): PlannedPage[] {
    const { wire, backlog } = this.parts;
    const takeHeads = () => backlog.takeHeads(this.#mostHeads, now, this.#headsApart);
    const heads = this.#headsFailed ? [] : takeHeads();
    if (heads.length > 0) return heads;
    this.#headsFailed = false;
    const pages = backlog.takeWindows(wire.width.pages, this.#maySpare());
    return pages.length > 0 ? pages : takeHeads();
  }

  #maySpare(): boolean {
    return this.sparingRequests < this.parts.sparingRequests;
  }

  #launch(work: Promise<void>): void {
    const watched = work.catch((error: unknown) => this.#fail(error)).finally(() => this.#onTheWay.delete(watched));
    this.#onTheWay.add(watched);
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.parts.stop.abort();
  }

  async #ask(turn: Turn, pages: readonly PlannedPage[]): Promise<void> {
    const { wire, backlog, keeper, headIsDue } = this.parts;
    const sentAtMs = performance.now();
    this.#hasAsked = true;
    try {
      const answer = await wire.send(turn, pageDocument(pages.map(({ request }) => request)));
      const tookMs = performance.now() - sentAtMs;
      // The newest page of an app that was only just discovered is no scan of all feeds.
      if (headIsDue && pages[0]?.type === 'head' && turn.now < (this.#headScannedAt ?? LATEST)) {
        this.#headScannedAt = turn.now;
      }
      const allUsable = await keeper.takeAll(pages, answer, turn.now);
      this.#lastAnsweredWasSentAtMs = Math.max(this.#lastAnsweredWasSentAtMs, sentAtMs);
      this.#troubles.areOver();
      if (allUsable) wire.width.answered(pages.length, tookMs);
    } catch (error) {
      await this.#cope(error, pages, sentAtMs);
    } finally {
      backlog.release(pages);
    }
  }

  /** Makes the best of what went wrong: fewer pages a request, a pause, one more try. @throws when that is no use */
  async #cope(error: unknown, pages: readonly PlannedPage[], sentAtMs: number): Promise<void> {
    if (error instanceof Throttled) return; // the wait is on the row, and the pages are asked for again after it
    const isFinal =
      !(error instanceof PartnerApiError) || error.kind === 'credential' || error instanceof VersionRetired;
    if (isFinal) throw error;
    if (error instanceof QueryRefused && (await this.#copeWithRefusal(pages))) return;
    this.parts.backlog.failed(pages);
    this.#headsFailed = pages[0]?.type === 'head';
    if (await this.#holdsUpOthers(pages)) return;
    if (!this.#troubles.note(error, sentAtMs)) return;
    if (pages[0]?.type === 'head') this.#mostHeads = Math.max(1, Math.floor(pages.length / 2));
    else this.parts.wire.width.disliked(pages.length);
  }

  /**
   * One page alone fails again, and others came in between: it is not Shopify that is ill, it is this page. It is held
   * back, so that what stands behind it is read.
   */
  async #holdsUpOthers(pages: readonly PlannedPage[]): Promise<boolean> {
    const [page] = pages;
    if (page === undefined || pages.length > 1) return false;
    const key = `${pageKey(page)} ${page.request.cursor ?? ''}`;
    const failedAtMs = this.#failedAloneAtMs.get(key);
    this.#failedAloneAtMs.set(key, performance.now());
    if (failedAtMs === undefined || this.#lastAnsweredWasSentAtMs < failedAtMs) return false;
    await this.parts.keeper.refuse(page, { outcome: 'refused', meaning: 'outage' });
    return true;
  }

  /** The whole query was refused. @returns false when it may pass with fewer pages */
  async #copeWithRefusal(pages: readonly PlannedPage[]): Promise<boolean> {
    const [first] = pages;
    const kinds = new Set(pages.map(({ request }) => request.feed.kind));
    if (first?.type === 'head' && kinds.size > 1) {
      this.#headsApart = true;
      return true;
    }
    if (first?.type === 'window' && pages.length > 1) return false;
    for (const page of pages) await this.parts.keeper.refuse(page, { outcome: 'refused', meaning: 'unknown' });
    return true;
  }

  /** Feeds with a long past whose beginning is not known. */
  #startsToAsk(): DatedFeed[] {
    return this.parts.backlog.feedsWithoutStart().filter((feed) => !this.#startsAsked.has(feedName(feed)));
  }

  /** A hint only, asked for once: without it the past is found by walking into it. */
  async #askStarts(turn: Turn, feeds: readonly DatedFeed[]): Promise<void> {
    for (const feed of feeds) this.#startsAsked.add(feedName(feed));
    try {
      const starts = readStarts(await this.parts.wire.send(turn, startDocument(feeds)), feeds);
      await this.parts.keeper.noteStarts(
        feeds.flatMap((feed, index) => {
          const startsAt = starts[index] ?? null;
          // A feed that begins in the future tells nothing of the past that is read.
          return startsAt === null || startsAt > turn.now ? [] : [{ feed, startsAt }];
        }),
      );
    } catch (error) {
      if (!(error instanceof PartnerApiError) || error.kind === 'credential') throw error;
    }
  }
}
