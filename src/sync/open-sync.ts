import type { SyncInput } from '../activities/connection-activities.js';
import { plusMs, type Instant } from '../instant.js';
import { foldTouched } from '../merchants/fold-touched.js';
import { PartnerApiError, ShopifyUnavailable } from '../partner/errors.js';
import type { PartnerApi, PartnerCredentials } from '../partner/partner-api.js';
import { holdFence, SyncSuperseded } from '../store/sync-fence.js';
import type { SyncPlan } from '../store/sync-plan.js';
import {
  closeSync,
  insertRun,
  noteHeadScanned,
  readSyncStart,
  type SyncRunRecord,
  type SyncStart,
} from '../store/sync-state.js';
import type { Tenant } from '../store/tenant.js';
import type { Policy, SyncEnd } from '../workflows/standing.js';
import { followRow } from './follow-row.js';
import { explainShutOut, judge } from './refusals.js';
import type { SyncClock } from './sync-clock.js';
import type { SyncDeps } from './sync-deps.js';
import { SyncFailed } from './sync-failed.js';
import { SyncPages } from './sync-pages.js';
import { MustWait, Wire } from './wire.js';

export interface OpenSyncParts {
  readonly deps: SyncDeps;
  readonly policy: Policy;
  readonly input: SyncInput;
  readonly signal: AbortSignal;
  readonly clock: SyncClock;
  readonly tenantly: <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;
  readonly start: SyncStart;
  readonly plan: SyncPlan;
  readonly credentials: PartnerCredentials;
  /** Names the run, and holds its lease. */
  readonly id: string;
  readonly delayMs: number;
}

// Folding goes in batches so that a transaction stays short and a disconnect is prompt.
const PAIRS_PER_BATCH = 500;
const FOLD_EVERY_MS = 5_000;

/** One sync of a connection that may be synced: from its first request to its line in the list of runs. */
export class OpenSync {
  readonly #wire: Wire;
  readonly #pages: SyncPages;
  readonly #fence;
  #foldedAtMs = performance.now();

  constructor(private readonly parts: OpenSyncParts) {
    const { deps, input, start, credentials, id, clock, signal, tenantly, plan } = parts;
    this.#fence = { connectionId: input.connectionId, generation: start.generation };
    this.#wire = new Wire(deps, input.organizationId, this.#fence, credentials, id, clock, signal);
    this.#pages = new SyncPages(this.#wire, this.#fence, tenantly, plan, this.#headIsDue());
  }

  counts(): { requests: number; rows: number; newRows: number } {
    const { rows, newRows } = this.#pages.tally;
    return { requests: this.#wire.requests, rows, newRows };
  }

  /** @throws SyncFailed, or what `signal` was aborted with */
  async run(): Promise<SyncEnd> {
    try {
      const end = await this.#readPages();
      await this.#release();
      return await this.#settle(end);
    } catch (error) {
      await this.#release();
      this.parts.signal.throwIfAborted();
      if (error instanceof SyncSuperseded) return await this.#followRow();
      await this.#note('failed', error instanceof PartnerApiError ? error.code : 'internal');
      // Only a sync that got on may be cut off without counting, or a page that always fails would be tried for ever.
      if (error instanceof ShopifyUnavailable && this.#pages.tally.gotOn) return { outcome: 'interrupted' };
      throw new SyncFailed(this.parts.start.generation, error);
    } finally {
      if (this.parts.signal.aborted) await this.#note('cancelled', null);
    }
  }

  /** During a long backfill, too, what is new is looked for at least every interval. */
  #headIsDue(): boolean {
    const { input, start, policy } = this.parts;
    return input.head || start.headScannedAt === null || plusMs(start.headScannedAt, policy.intervalMs) <= start.now;
  }

  async #readPages(): Promise<SyncEnd> {
    const { clock, credentials, tenantly } = this.parts;
    try {
      while (await this.#pages.step()) {
        if (clock.isUsedUp()) return { outcome: 'more', waitMs: 0 };
        if (this.#foldIsDue()) await tenantly((tenant) => this.#foldBatch(tenant));
      }
      const feeds = this.#pages.plan.feeds.map(({ feed }) => feed);
      const verdict = judge(feeds, this.#pages.refusals);
      if (verdict.type === 'fine') return { outcome: 'ok' };
      const throughWire: PartnerApi = async (request) => (await this.#wire.send(() => request)).answer;
      throw await explainShutOut(verdict, throughWire, credentials);
    } catch (error) {
      if (error instanceof MustWait) return { outcome: 'more', waitMs: error.waitMs };
      throw error;
    }
  }

  /** A long sync shows its merchants while it runs. */
  #foldIsDue(): boolean {
    return this.#pages.headScannedAt() !== null && performance.now() - this.#foldedAtMs > FOLD_EVERY_MS;
  }

  /** Derives some of the touched merchants. @returns whether more are left */
  async #foldBatch(tenant: Tenant): Promise<boolean> {
    const { connectionId } = this.#fence;
    const hasGap = this.#pages.isUnfinished('head');
    const scannedAt = this.#scannedAt();
    await holdFence(tenant, this.#fence);
    if (scannedAt !== null) await noteHeadScanned(tenant, connectionId, scannedAt, hasGap);
    const asOf = hasGap ? this.parts.start.lastSyncedAt : scannedAt;
    const { remaining } = await foldTouched(tenant, { connectionId, asOf, limit: PAIRS_PER_BATCH });
    this.#foldedAtMs = performance.now();
    return remaining;
  }

  #scannedAt(): Instant | null {
    return this.#pages.headScannedAt() ?? this.parts.start.headScannedAt;
  }

  /** Derives what is left to derive and writes the connection's state: one transaction when there is little to do. */
  async #settle(end: SyncEnd): Promise<SyncEnd> {
    const { tenantly, clock, signal } = this.parts;
    for (;;) {
      const settled = await tenantly(async (tenant) => {
        const remaining = await this.#foldBatch(tenant);
        if (remaining && !clock.isUsedUp()) return null;
        const reached: SyncEnd = remaining && end.outcome === 'ok' ? { outcome: 'more', waitMs: 0 } : end;
        await this.#close(tenant, reached);
        return reached;
      });
      if (settled !== null) return settled;
      signal.throwIfAborted();
    }
  }

  async #close(tenant: Tenant, end: SyncEnd): Promise<void> {
    const { connectionId } = this.#fence;
    const backfilled = this.#scannedAt() !== null && !this.#pages.isUnfinished('backfill');
    const waitMs = end.outcome === 'more' ? end.waitMs : 0;
    await closeSync(tenant, connectionId, {
      phase: end.outcome === 'ok' ? 'idle' : backfilled ? 'syncing' : 'backfilling',
      backfilled,
      nextSyncInMs: end.outcome === 'ok' ? this.parts.delayMs : waitMs,
    });
    await insertRun(tenant, connectionId, this.#record(end.outcome === 'ok' ? 'ok' : 'more', null));
  }

  /** Nothing is sent after this. A lease that cannot be given back runs out by itself. */
  async #release(): Promise<void> {
    await this.#wire.close().catch((error: unknown) => {
      this.parts.deps.logger.warn({ err: error }, 'the lease could not be given back');
    });
  }

  async #followRow(): Promise<SyncEnd> {
    const { tenantly, input } = this.parts;
    await this.#note('cancelled', null);
    return followRow(await tenantly((tenant) => readSyncStart(tenant, input.connectionId)));
  }

  /** A line in the list of runs, apart from the connection's state: it is true under any generation. */
  async #note(outcome: SyncRunRecord['outcome'], errorCode: string | null): Promise<void> {
    const { tenantly, input, deps } = this.parts;
    try {
      await tenantly((tenant) => insertRun(tenant, input.connectionId, this.#record(outcome, errorCode)));
    } catch (error) {
      // What made the sync fail matters more than its line in the list.
      deps.logger.warn({ err: error, connectionId: input.connectionId }, 'the run could not be noted');
    }
  }

  #record(outcome: SyncRunRecord['outcome'], errorCode: string | null): SyncRunRecord {
    const { pages } = this.#pages.tally;
    const kinds = ['head', 'backfill', 'sweep', 'walk'] as const;
    const kind = kinds.reduce((largest, other) => (pages[other] > pages[largest] ? other : largest));
    return { id: this.parts.id, startedAt: this.parts.start.now, kind, outcome, errorCode, ...this.counts() };
  }
}
