import { holdFence, holdForWriting } from '../connections/store/sync-fence.js';
import { readConnectionFacts } from '../connections/view/read-connection-facts.js';
import type { ConnectionKey, SyncEnd } from '../contract/connection-activities.js';
import type { ConnectionFacts } from '../contract/connection-facts.js';
import { RUN_KINDS } from '../contract/connection-words.js';
import type { Tenant } from '../postgres/tenant.js';
import type { Folding } from './folding.js';
import { isIdle } from './is-idle.js';
import type { PacedClient } from './paced-client.js';
import type { PageWriter } from './page-writer.js';
import type { BackgroundRequests } from './planning/background-requests.js';
import { closeSync } from './store/close-sync.js';
import { releaseLease } from './store/sync-leases.js';
import { type EndedRun, insertRun } from './store/sync-runs.js';
import { noteBackfilled, restBackground } from './store/sync-state.js';
import type { SubscriptionLooks } from './subscriptions/subscription-looks.js';
import type { SyncPages } from './sync-pages.js';
import type { SyncProgress } from './sync-progress.js';
import { lateMsOf, type SyncSession } from './sync-session.js';
import type { SyncSummary } from './sync-summary.js';

/** The parts of an open sync, whose doings end up on the connection's rows and in its line in the list of runs. */
export interface SyncParts {
  readonly client: PacedClient;
  readonly writer: PageWriter;
  readonly pages: SyncPages;
  readonly background: BackgroundRequests;
  readonly looks: SubscriptionLooks;
  readonly folding: Folding;
  readonly progress: SyncProgress;
}

/** How a sync leaves the connection. */
export class SyncEnding {
  /** What the rows say since it closed; null when it did not come to that. */
  facts: ConnectionFacts | null = null;
  /** Ids of the messages to Convot on the connection itself; of those that were then rolled back, too. */
  readonly messages: string[] = [];
  /** It closed without anything to tell. */
  isIdle = false;
  #run: EndedRun | null = null;
  #recovered = false;

  constructor(
    private readonly session: SyncSession,
    private readonly parts: SyncParts,
  ) {}

  counts(): { requests: number; rows: number; newRows: number } {
    const { client, writer } = this.parts;
    const { rows, newRows } = writer.tally;
    return { requests: client.requests, rows, newRows };
  }

  /** How it ended, once it has. */
  summary(): Omit<SyncSummary, keyof ConnectionKey | 'durationMs'> {
    const { start } = this.session;
    const { writer, progress } = this.parts;
    const { kind = null, outcome = 'cancelled', errorCode = null } = this.#run ?? {};
    const lateMs = lateMsOf(start);
    const { isFirst } = start;
    const endedFirst = isFirst && outcome === 'ok' && progress.isBackfilled();
    const { stored } = writer.tally;
    return {
      kind,
      outcome,
      isIdle: this.isIdle,
      errorCode,
      stored,
      lateMs,
      isFirst,
      endedFirst,
      recovered: this.#recovered,
      ...this.counts(),
    };
  }

  /** Derives what is left to derive and writes the connection's state: one transaction when there is little to do. */
  async settle(end: SyncEnd): Promise<SyncEnd> {
    const { clock, signal, start, fence, withTenant } = this.session;
    if (this.parts.writer.tally.newRows > 0) await this.#endReading();
    for (;;) {
      const settled = await withTenant<SyncEnd | null>(async (tenant) => {
        if (start.errorCode !== null) await holdForWriting(tenant, fence.connectionId);
        // Pages come first; what is left is folded between them, and when they are all here. While newer rows are missing
        // merchants stay as they were.
        const isCutOff = end.outcome === 'more' && end.waitMs === 0;
        const asOf = isCutOff ? null : this.parts.progress.currentAsOf();
        const remaining = asOf !== null && (await this.parts.folding.batch(tenant, asOf));
        if (remaining && !clock.isUsedUp()) return null;
        const reached: SyncEnd = remaining && end.outcome === 'ok' ? { outcome: 'more', waitMs: 0 } : end;
        if (asOf === null) await holdFence(tenant, fence);
        const isRequested = await this.#close(tenant, reached);
        return isRequested && reached.outcome === 'ok' ? { outcome: 'more', waitMs: 0, head: true } : reached;
      });
      if (settled !== null) return settled;
      signal.throwIfAborted();
    }
  }

  /** A line in the list of runs, apart from the connection's state: it is true under any generation. */
  async note(outcome: EndedRun['outcome'], errorCode: string | null): Promise<void> {
    const { withTenant, fence, deps } = this.session;
    const { connectionId } = fence;
    const run = this.#end(outcome, errorCode);
    try {
      await withTenant((tenant) => Promise.all([insertRun(tenant, connectionId, run), this.#restBackground(tenant)]));
    } catch (error) {
      // What made the sync fail matters more than its line in the list.
      deps.logger.warn({ err: error, connectionId }, 'the run could not be noted');
    }
  }

  /** Folding may take its time: a disconnect must not wait for a lease that nobody uses, and the rows are whole now. */
  async #endReading(): Promise<void> {
    const { withTenant, start, id, fence } = this.session;
    const { connectionId } = fence;
    await withTenant((tenant) =>
      Promise.all([
        holdFence(tenant, fence),
        releaseLease(tenant, connectionId, id),
        this.parts.progress.isBackfilled() && !start.backfilled ? noteBackfilled(tenant, connectionId) : null,
      ]),
    );
    if (!start.backfilled) await this.parts.folding.preparePlanner();
  }

  /** @returns whether one more sync was asked for meanwhile */
  async #close(tenant: Tenant, end: SyncEnd): Promise<boolean> {
    const { start, delayMs, fence } = this.session;
    const { client, writer, pages, progress, folding } = this.parts;
    const { scannedAt, hasGap } = progress.headScan();
    const served = pages.headScannedAt() !== null;
    const succeeded = end.outcome === 'ok' || served || writer.tally.gotOn;
    const isFresh = served && scannedAt === pages.headScannedAt() && !hasGap;
    const backfilled = progress.isBackfilled();
    const waitMs = end.outcome === 'more' ? end.waitMs : 0;
    const run = this.#end(end.outcome === 'ok' ? 'ok' : 'more', null);
    const wasFailing = start.errorCode !== null;
    const endsFirst = start.isFirst && backfilled;
    const close = {
      partnerOrganizationId: start.partnerOrganizationId,
      phase: end.outcome === 'ok' ? 'idle' : backfilled ? 'syncing' : 'backfilling',
      backfilled,
      nextSyncInMs: end.outcome === 'ok' ? delayMs : waitMs,
      served,
      succeeded,
      headScannedAt: scannedAt,
      hasGap,
      freshAt: isFresh ? scannedAt : succeeded && !start.backfilled ? start.now : null,
      servedVersion: client.servedVersion,
      wasFailing,
      run,
      isIdle: !wasFailing && !endsFirst && isIdle(run, folding.hasNews),
    } as const;
    const [{ isRequested, messages }, , facts] = await Promise.all([
      closeSync(tenant, fence.connectionId, close),
      this.#restBackground(tenant),
      readConnectionFacts(tenant, fence.connectionId), // sent last, it sees what those before it wrote
    ]);
    this.facts = facts;
    this.messages.push(...messages);
    this.#recovered = close.wasFailing && close.succeeded;
    this.isIdle = close.isIdle;
    return isRequested;
  }

  async #restBackground(tenant: Tenant): Promise<void> {
    const restMs = this.parts.background.restMs();
    if (restMs > 0) await restBackground(tenant, this.session.fence.connectionId, restMs);
  }

  #end(outcome: EndedRun['outcome'], errorCode: string | null): EndedRun {
    const { id, start } = this.session;
    const { pages } = this.parts.writer.tally;
    const kind = RUN_KINDS.reduce((largest, other) => (pages[other] > pages[largest] ? other : largest));
    this.#run = { id, startedAt: start.now, kind, outcome, errorCode, ...this.counts() };
    return this.#run;
  }
}
