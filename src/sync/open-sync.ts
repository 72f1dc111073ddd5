import { SyncSuperseded } from '../connections/store/sync-fence.js';
import type { SyncEnd } from '../contract/connection-activities.js';
import type { ConnectionFacts } from '../contract/connection-facts.js';
import { PartnerApiError, ShopifyUnavailable } from '../partner/client/errors.js';
import type { PartnerApi } from '../partner/client/partner-api.js';
import { Folding } from './folding.js';
import { MustWait, PacedClient } from './paced-client.js';
import { PageWriter } from './page-writer.js';
import { BackgroundRequests } from './planning/background-requests.js';
import { Backlog } from './planning/backlog.js';
import { probeDaily } from './probes/daily-probe.js';
import { explainShutOut } from './probes/explain-refusals.js';
import { readSyncStart } from './store/sync-state.js';
import { SubscriptionLooks } from './subscriptions/subscription-looks.js';
import { SyncEnding, type SyncParts } from './sync-ending.js';
import { SyncPages } from './sync-pages.js';
import { SyncProgress } from './sync-progress.js';
import { endByRow, SyncFailed, type SyncSession } from './sync-session.js';

/** One sync of a connection that may be synced: from its first request to its line in the list of runs. */
export class OpenSync {
  readonly #backlog: Backlog;
  readonly #parts: SyncParts;
  readonly #ending: SyncEnding;

  constructor(private readonly session: SyncSession) {
    const { plan, headIsDue, start } = session;
    const backlog = new Backlog(plan, headIsDue);
    const client = new PacedClient(session);
    const folding: Folding = new Folding(session, () => progress);
    const writer = new PageWriter(session, backlog);
    const background = new BackgroundRequests(start.backgroundRestsUntil, start.now);
    const pages = new SyncPages(session, client, backlog, writer, background, folding);
    const looks = new SubscriptionLooks(session, client, background, folding);
    const progress: SyncProgress = new SyncProgress(start, backlog, writer, pages);
    this.#backlog = backlog;
    this.#parts = { client, writer, pages, background, looks, folding, progress };
    this.#ending = new SyncEnding(session, this.#parts);
  }

  /** What the rows say since it closed; null when it did not come to that. */
  get facts(): ConnectionFacts | null {
    return this.#ending.facts;
  }

  /** It found nothing to store, and nothing is over with it. */
  isIdle(end: SyncEnd): boolean {
    return end.outcome === 'ok' && this.#ending.isIdle;
  }

  counts(): { requests: number; rows: number; newRows: number } {
    return this.#ending.counts();
  }

  /** How it ended, once it has. */
  summary(): ReturnType<SyncEnding['summary']> {
    return this.#ending.summary();
  }

  /** Ids of the messages to Convot that it wrote. */
  messages(): readonly string[] {
    return [...this.#parts.folding.messages, ...this.#ending.messages];
  }

  /** Whether merchants were derived since Convot was last told to look. */
  hasUntold(): boolean {
    return this.#parts.folding.hasUntold;
  }

  /** @throws SyncFailed, or what the session's `signal` was aborted with */
  async run(): Promise<SyncEnd> {
    const { signal, fence } = this.session;
    try {
      return await this.#ending.settle(await this.#readPages());
    } catch (error) {
      await this.#release();
      signal.throwIfAborted();
      if (error instanceof SyncSuperseded) return await this.#endSuperseded();
      await this.#ending.note('failed', error instanceof PartnerApiError ? error.code : 'internal');
      // Only a sync that got on may be cut off without counting, or a page that always fails would be tried for ever.
      if (error instanceof ShopifyUnavailable && this.#parts.writer.tally.gotOn) return { outcome: 'interrupted' };
      throw new SyncFailed(fence.generation, error);
    } finally {
      if (signal.aborted) await this.#ending.note('cancelled', null);
    }
  }

  async #readPages(): Promise<SyncEnd> {
    const { pages, looks, progress, client, writer } = this.#parts;
    try {
      if (!(await pages.run())) return this.#more(0);
      const verdict = progress.verdict();
      const paced: PartnerApi = (query) => client.ask(query);
      if (verdict.type === 'fine') {
        await looks.run();
        await probeDaily(this.session, paced, writer.refusals.size > 0);
        return { outcome: 'ok' };
      }
      const { credentials, signal, deps } = this.session;
      throw await explainShutOut(verdict, paced, credentials, { signal, confirmAfterMs: deps.confirmAfterMs });
    } catch (error) {
      if (error instanceof MustWait) return this.#more(error.waitMs);
      throw error;
    }
  }

  /** What the newest rows were wanted for, a new app or a request to sync now, still wants them. */
  #more(waitMs: number): SyncEnd {
    return { outcome: 'more', waitMs, ...(this.#backlog.headsAreRead() ? {} : { head: true }) };
  }

  /** Nothing is sent after this. A lease that cannot be given back runs out by itself. */
  async #release(): Promise<void> {
    await this.#parts.client.close().catch((error: unknown) => {
      this.session.deps.logger.warn({ err: error }, 'the lease could not be given back');
    });
  }

  async #endSuperseded(): Promise<SyncEnd> {
    const { withTenant, fence } = this.session;
    await this.#ending.note('cancelled', null);
    return endByRow(await withTenant((tenant) => readSyncStart(tenant, fence.connectionId)));
  }
}
