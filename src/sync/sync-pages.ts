import { setTimeout as sleep } from 'node:timers/promises';
import { PartnerApiError, QueryRefused, Throttled, VersionRetired } from '../partner/client/errors.js';
import { pageDocument } from '../partner/pages/page-document.js';
import { readPages } from '../partner/pages/read-page.js';
import type { Instant } from '../values/instant.js';
import { Backoff } from './backoff.js';
import { askStarts } from './feed-starts.js';
import type { Folding } from './folding.js';
import { type LeasedTurn, MustWait, type PacedClient } from './paced-client.js';
import type { PageWriter } from './page-writer.js';
import type { BackgroundRequests } from './planning/background-requests.js';
import { type Backlog, pageKey } from './planning/backlog.js';
import type { PlannedPage } from './planning/plan.js';
import { isUrgent } from './planning/windows.js';
import type { SyncSession } from './sync-session.js';

const LATEST = '9999';
const SHORT_WAIT_MS = 1_000;
// Beyond this more requests on the way would only hold more memory: four a second that take two seconds each.
export const MOST_ON_THE_WAY = 8;

/** Asks for pages as fast as Shopify allows, with several requests on their way, until nothing is left or time is up. */
export class SyncPages {
  readonly #onTheWay = new Set<Promise<void>>();
  readonly #backoff = new Backoff();
  #headScannedAt: Instant | null = null;
  /** Asked for everything at once, Shopify refused the whole query: each kind of feed is then asked for alone. */
  #headsApart = false;
  #mostHeads = Number.POSITIVE_INFINITY;
  /** Something else first: a head that fails for ever must not keep the windows waiting. */
  #headsFailed = false;
  #hasAsked = false;
  /** Whose pages are being stored. */
  #answersInHand = 0;
  /** Of the request sent last among those that were answered. */
  #lastAnsweredWasSentAtMs = Number.NEGATIVE_INFINITY;
  readonly #failedAloneAtMs = new Map<string, number>();
  #failure: { readonly error: unknown } | null = null;
  /** Something may be stored that is not derived yet; an earlier sync may have left it. */
  #mayBeUnderived = true;
  #deriving: Promise<void> | null = null;

  constructor(
    private readonly session: SyncSession,
    private readonly client: PacedClient,
    private readonly backlog: Backlog,
    private readonly writer: PageWriter,
    private readonly background: BackgroundRequests,
    private readonly folding: Pick<Folding, 'isDue' | 'deriveSome'>,
  ) {}

  /** When the head scan of this sync began; null when it made none or not all of it. */
  headScannedAt(): Instant | null {
    return this.backlog.headsAreRead() ? this.#headScannedAt : null;
  }

  /**
   * @returns whether nothing is left that may be asked for now
   * @throws what ended it; nothing is on its way any more then
   */
  async run(): Promise<boolean> {
    let mustWait: MustWait | null = null;
    try {
      for (let goesOn = true; goesOn && this.#failure === null && !this.#isLate();) goesOn = await this.#step();
    } catch (error) {
      // What is on its way meanwhile was let through, and is as good as ever.
      if (error instanceof MustWait) mustWait = error;
      else this.#fail(error);
    }
    await Promise.all(this.#onTheWay);
    await this.#deriving;
    await this.writer.close();
    if (this.#failure !== null) throw (this.#failure as { error: unknown }).error;
    if (mustWait !== null) throw mustWait;
    const isDone = !this.#hasWork();
    // A sync that only ever met trouble has failed, even if its time ended before it gave up.
    if (!isDone && !this.writer.tally.gotOn && this.#backoff.last !== null) throw this.#backoff.last;
    return isDone;
  }

  /** However late it is, pages are asked for once: syncs that are always late would never get on. */
  #isLate(): boolean {
    return this.session.clock.isUsedUp() && this.#hasAsked;
  }

  #hasWork(): boolean {
    return this.backlog.startsToAsk().length > 0 || this.backlog.hasWork(this.background.mayBeSent());
  }

  /** Sends one request, or waits until the next one is possible. @returns false when all is done */
  async #step(): Promise<boolean> {
    const { client, writer } = this;
    const hasWork = this.#hasWork();
    if (!hasWork && this.#onTheWay.size === 0) return false;
    this.#deriveMeanwhile();
    if (!hasWork || this.#onTheWay.size >= MOST_ON_THE_WAY) {
      await Promise.race([...this.#onTheWay, ...(this.#deriving === null ? [] : [this.#deriving])]);
      return true;
    }
    const pauseMs = this.#backoff.pauseMs();
    if (pauseMs > 0) await sleep(pauseMs, undefined, { signal: this.session.stop.signal });
    const slot = await client.slot(this.#hasAsked);
    // Others of the same token keep us waiting until our time is over.
    if (slot === null && !this.#isLate()) throw new MustWait(SHORT_WAIT_MS);
    if (slot === null) return true;
    const starts = this.backlog.hasHeads() ? [] : this.backlog.startsToAsk();
    // A request that may be sent now must not leave half empty while a long window is read page by page.
    if (starts.length === 0) {
      await writer.divide(client.width.pages).catch((error: unknown) => {
        slot.release();
        throw error;
      });
    }
    const leased = await client.lease(slot);
    if (leased === null) return true;
    if (starts.length > 0) this.#launch(askStarts({ client, backlog: this.backlog, writer }, leased, starts));
    else this.#sendPages(leased);
    return true;
  }

  #sendPages(leased: LeasedTurn): void {
    const { client, backlog } = this;
    const pages = this.#choose(leased.now);
    if (pages.length > 0 && client.isCurrent(leased)) {
      if (!pages.some((page) => page.type === 'head' || isUrgent(page.window))) this.background.noteSent();
      return this.#launch(this.#ask(leased, pages));
    }
    backlog.release(pages); // its turn is lost, and nobody waits for it longer than one takes
  }

  #choose(now: Instant): PlannedPage[] {
    const { client, backlog } = this;
    const nextHeads = () => backlog.nextHeads(this.#mostHeads, now, this.#headsApart);
    const heads = this.#headsFailed ? [] : nextHeads();
    if (heads.length > 0) return heads;
    this.#headsFailed = false;
    const pages = backlog.nextWindows(client.width.pages, this.background.mayBeSent());
    return pages.length > 0 ? pages : nextHeads();
  }

  #launch(work: Promise<void>): void {
    const watched = work.catch((error: unknown) => this.#fail(error)).finally(() => this.#onTheWay.delete(watched));
    this.#onTheWay.add(watched);
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.session.stop.abort();
  }

  async #ask(leased: LeasedTurn, pages: readonly PlannedPage[]): Promise<void> {
    const { client, backlog, writer, session } = this;
    const sentAtMs = performance.now();
    const requests = pages.map(({ request }) => request);
    const onTheWay = new Set(pages);
    this.#hasAsked = true;
    try {
      const answer = await client.send(leased, pageDocument(requests));
      const tookMs = performance.now() - sentAtMs;
      // The newest page of an app that was only just discovered is no scan of all feeds.
      if (session.headIsDue && pages[0]?.type === 'head' && leased.now < (this.#headScannedAt ?? LATEST)) {
        this.#headScannedAt = leased.now;
      }
      const answers = readPages(answer, requests);
      // Before they are stored: the next request leaves meanwhile.
      if (answers.every(({ outcome }) => outcome === 'page')) client.width.answered(pages.length, tookMs);
      this.#answersInHand += 1;
      try {
        for (const [index, answer] of answers.entries()) {
          const page = pages[index];
          if (page === undefined) continue;
          if (await writer.take(page, answer, leased.now)) this.#mayBeUnderived = true;
          // It may be asked on from at once.
          onTheWay.delete(page);
          backlog.release([page]);
        }
      } finally {
        this.#answersInHand -= 1;
      }
      this.#lastAnsweredWasSentAtMs = Math.max(this.#lastAnsweredWasSentAtMs, sentAtMs);
      this.#backoff.reset();
    } catch (error) {
      await this.#cope(error, pages, sentAtMs);
    } finally {
      backlog.release([...onTheWay]);
    }
  }

  /** Derives some of what was stored while more is asked for. What is left when all is here whoever ends the sync derives. */
  #deriveMeanwhile(): void {
    const { writer, folding } = this;
    const isIdle = this.#mayBeUnderived && this.#deriving === null;
    if (!isIdle || !folding.isDue({ isStoring: this.#answersInHand > 0, hasWork: this.#hasWork() })) return;
    this.#mayBeUnderived = false;
    this.#deriving = folding
      .deriveSome((work) => writer.betweenPages(work))
      .then((isWorkLeft) => void (this.#mayBeUnderived ||= isWorkLeft))
      .catch((error: unknown) => this.#fail(error))
      .finally(() => (this.#deriving = null));
  }

  /** Makes the best of what went wrong: fewer pages a request, a pause, one more try. @throws when that is no use */
  async #cope(error: unknown, pages: readonly PlannedPage[], sentAtMs: number): Promise<void> {
    if (error instanceof Throttled) return; // the wait is on the row, and the pages are asked for again after it
    const isFinal =
      !(error instanceof PartnerApiError) || error.kind === 'credential' || error instanceof VersionRetired;
    if (isFinal) throw error;
    if (error instanceof QueryRefused && (await this.#copeWithRefusal(pages))) return;
    this.backlog.failed(pages);
    this.#headsFailed = pages[0]?.type === 'head';
    if (await this.#holdsUpOthers(pages)) return;
    if (!this.#backoff.note(error, sentAtMs)) return;
    if (pages[0]?.type === 'head') this.#mostHeads = Math.max(1, Math.floor(pages.length / 2));
    else this.client.width.disliked(pages.length);
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
    await this.writer.refuse(page, { outcome: 'refused', meaning: 'outage' });
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
    for (const page of pages) await this.writer.refuse(page, { outcome: 'refused', meaning: 'unknown' });
    return true;
  }
}
