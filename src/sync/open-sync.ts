import type { SyncInput, Policy, SyncEnd } from '../contract/connection-activities.js';
import { readConnectionFacts } from '../connections/failures/connection-facts.js';
import { plusMs, type Instant } from '../values/instant.js';
import { PartnerApiError, ShopifyUnavailable } from '../partner/client/errors.js';
import { feedName } from '../partner/pages/feed.js';
import type { PartnerApi, PartnerCredentials } from '../partner/client/partner-api.js';
import { closeSync, insertRun, type SyncRunRecord } from './store/close-sync.js';
import { holdFence, holdForWriting, SyncSuperseded, type Fence } from '../connections/store/sync-fence.js';
import { releaseLease, type LeaseAnswer } from './store/sync-leases.js';
import { noteBackfilled, readSyncStart, restSparing, type SyncStart } from './store/sync-state.js';
import type { Tenant } from '../postgres/tenant.js';
import type { ConnectionFacts } from '../contract/connection-facts.js';
import { Backlog } from './planning/backlog.js';
import { followRow } from './follow-row.js';
import { Folding } from './folding.js';
import { PageKeeper } from './page-writer.js';
import type { SyncPlan } from './planning/plan.js';
import { explainShutOut, judge, type Verdict } from './refusals.js';
import { sparingAllowance, sparingRestMs } from './planning/sweeps.js';
import type { SyncClock } from './sync-clock.js';
import type { SyncDeps } from './sync-deps.js';
import { SyncFailed } from './sync-failed.js';
import { SyncPages } from './sync-pages.js';
import type { SyncWindow, WindowKind } from './planning/windows.js';
import { MustWait, Wire } from './paced-client.js';

export interface OpenSyncParts {
  readonly deps: SyncDeps;
  readonly policy: Policy;
  readonly input: SyncInput;
  readonly signal: AbortSignal;
  readonly clock: SyncClock;
  readonly tenantly: <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;
  readonly start: SyncStart;
  readonly plan: SyncPlan;
  readonly lease: { readonly answer: LeaseAnswer; readonly leasedAtMs: number };
  readonly credentials: PartnerCredentials;
  /** Names the run, and holds its lease. */
  readonly id: string;
  readonly delayMs: number;
}

/** One sync of a connection that may be synced: from its first request to its line in the list of runs. */
export class OpenSync {
  readonly #fence: Fence;
  readonly #wire: Wire;
  readonly #backlog: Backlog;
  readonly #keeper: PageKeeper;
  readonly #pages: SyncPages;
  readonly #folding: Folding;
  /** What the rows say since it closed; null when it did not come to that. */
  facts: ConnectionFacts | null = null;

  constructor(private readonly parts: OpenSyncParts) {
    const { deps, input, start, credentials, id, clock, signal, tenantly, plan, lease } = parts;
    const { organizationId, connectionId } = input;
    const stop = new AbortController();
    if (signal.aborted) stop.abort();
    else signal.addEventListener('abort', () => stop.abort(), { once: true });
    const fence = { connectionId, generation: start.generation };
    const headIsDue = this.#headIsDue();
    const backlog = new Backlog(plan, headIsDue);
    this.#fence = fence;
    this.#backlog = backlog;
    this.#wire = new Wire({
      ...{ deps, organizationId, fence, credentials, holder: id, clock, signal: stop.signal, lease },
    });
    this.#folding = new Folding({ fence, tenantly, standing: () => this.#headStanding() });
    const betweenPages = () => this.#folding.batchIfDue();
    this.#keeper = new PageKeeper({ fence, withTenant: tenantly, backlog, betweenPages });
    this.#pages = new SyncPages({
      ...{ wire: this.#wire, backlog, keeper: this.#keeper, clock, stop, headIsDue },
      sparingRequests: sparingAllowance(start),
    });
  }

  counts(): { requests: number; rows: number; newRows: number } {
    const { rows, newRows } = this.#keeper.tally;
    return { requests: this.#wire.requests, rows, newRows };
  }

  /** Ids of the messages to Convot that it wrote. */
  messages(): readonly string[] {
    return this.#folding.messages;
  }

  /** @throws SyncFailed, or what `signal` was aborted with */
  async run(): Promise<SyncEnd> {
    const { signal, start } = this.parts;
    try {
      return await this.#settle(await this.#readPages());
    } catch (error) {
      await this.#release();
      signal.throwIfAborted();
      if (error instanceof SyncSuperseded) return await this.#followRow();
      await this.#note('failed', error instanceof PartnerApiError ? error.code : 'internal');
      // Only a sync that got on may be cut off without counting, or a page that always fails would be tried for ever.
      if (error instanceof ShopifyUnavailable && this.#keeper.tally.gotOn) return { outcome: 'interrupted' };
      throw new SyncFailed(start.generation, error);
    } finally {
      if (signal.aborted) await this.#note('cancelled', null);
    }
  }

  /** During a long backfill, too, what is new is looked for at least every interval. */
  #headIsDue(): boolean {
    const { input, start, policy } = this.parts;
    return input.head || start.headScannedAt === null || plusMs(start.headScannedAt, policy.intervalMs) <= start.now;
  }

  async #readPages(): Promise<SyncEnd> {
    try {
      if (!(await this.#pages.run())) return this.#more(0);
      const verdict = this.#verdict();
      if (verdict.type === 'fine') return { outcome: 'ok' };
      const throughWire: PartnerApi = (question) => this.#wire.ask(question);
      const { credentials, signal, deps } = this.parts;
      throw await explainShutOut(verdict, throughWire, credentials, { signal, confirmAfterMs: deps.confirmAfterMs });
    } catch (error) {
      if (error instanceof MustWait) return this.#more(error.waitMs);
      throw error;
    }
  }

  #verdict(): Verdict {
    const feeds = this.#backlog.feeds.map(({ feed }) => feed);
    return judge(feeds, this.#keeper.refusals);
  }

  /** What the newest rows were wanted for, a new app or a request to sync now, still wants them. */
  #more(waitMs: number): SyncEnd {
    return { outcome: 'more', waitMs, ...(this.#backlog.headsAreRead() ? {} : { head: true }) };
  }

  /** Derives what is left to derive and writes the connection's state: one transaction when there is little to do. */
  async #settle(end: SyncEnd): Promise<SyncEnd> {
    const { tenantly, clock, signal, start } = this.parts;
    if (this.#keeper.tally.newRows > 0) await this.#endReading();
    for (;;) {
      const settled = await tenantly<SyncEnd | null>(async (tenant) => {
        if (start.errorCode !== null) await holdForWriting(tenant, this.#fence.connectionId);
        // Pages come first; what is left is folded between them, and when they are all here.
        const isCutOff = end.outcome === 'more' && end.waitMs === 0;
        const remaining = !isCutOff && (await this.#folding.batch(tenant));
        if (remaining && !clock.isUsedUp()) return null;
        const reached: SyncEnd = remaining && end.outcome === 'ok' ? { outcome: 'more', waitMs: 0 } : end;
        if (isCutOff) await holdFence(tenant, this.#fence);
        const isWanted = await this.#close(tenant, reached);
        return isWanted && reached.outcome === 'ok' ? { outcome: 'more', waitMs: 0, head: true } : reached;
      });
      if (settled !== null) return settled;
      signal.throwIfAborted();
    }
  }

  /** Folding may take its time: a disconnect must not wait for a lease that nobody uses, and the rows are whole now. */
  async #endReading(): Promise<void> {
    const { tenantly, start, id } = this.parts;
    const { connectionId } = this.#fence;
    await tenantly((tenant) =>
      Promise.all([
        holdFence(tenant, this.#fence),
        releaseLease(tenant, connectionId, id),
        this.#isBackfilled() && !start.backfilled ? noteBackfilled(tenant, connectionId) : null,
      ]),
    );
  }

  #isBackfilled(): boolean {
    // What a feed has that was not looked at nobody knows: then it is as it was.
    if (!this.#backlog.headsAreRead()) return this.parts.start.backfilled;
    return this.#headStanding().scannedAt !== null && !this.#isUnfinished('backfill');
  }

  /** @returns whether one more sync was asked for meanwhile */
  async #close(tenant: Tenant, end: SyncEnd): Promise<boolean> {
    const { start, delayMs } = this.parts;
    const { scannedAt, hasGap } = this.#headStanding();
    const backfilled = this.#isBackfilled();
    const waitMs = end.outcome === 'more' ? end.waitMs : 0;
    const close = {
      phase: end.outcome === 'ok' ? 'idle' : backfilled ? 'syncing' : 'backfilling',
      backfilled,
      nextSyncInMs: end.outcome === 'ok' ? delayMs : waitMs,
      served: this.#pages.headScannedAt() !== null,
      succeeded: end.outcome === 'ok' || this.#pages.headScannedAt() !== null || this.#keeper.tally.gotOn,
      headScannedAt: scannedAt,
      hasGap,
      servedVersion: this.#wire.servedVersion,
      wasFailing: start.errorCode !== null,
      run: this.#record(end.outcome === 'ok' ? 'ok' : 'more', null),
    } as const;
    const { connectionId } = this.#fence;
    const [isWanted, , facts] = await Promise.all([
      closeSync(tenant, connectionId, close),
      this.#restSparing(tenant),
      readConnectionFacts(tenant, connectionId), // sent last, it sees what those before it wrote
    ]);
    this.facts = facts;
    return isWanted;
  }

  /** The last scan of every feed's newest page, and whether rows between it and the one before are still missing. */
  #headStanding(): { scannedAt: Instant | null; hasGap: boolean; asOf: Instant | null } {
    const { start } = this.parts;
    // Heads that were refused for want of a permission are no scan.
    const isFine = this.#verdict().type === 'fine';
    const scannedAt = (isFine ? this.#pages.headScannedAt() : null) ?? start.headScannedAt;
    const hasGap = this.#isUnfinished('head');
    return { scannedAt, hasGap, asOf: hasGap ? start.lastSyncedAt : scannedAt };
  }

  /** Whether a window of this kind is still open. One that an app's own trouble holds up is that app's matter. */
  #isUnfinished(kind: WindowKind): boolean {
    const isHeldUp = ({ feed }: SyncWindow) => feed.kind === 'events' && this.#keeper.refusals.has(feedName(feed));
    return this.#backlog.windows.some((window) => window.kind === kind && !isHeldUp(window));
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
    const run = this.#record(outcome, errorCode);
    try {
      await tenantly((tenant) => Promise.all([insertRun(tenant, input.connectionId, run), this.#restSparing(tenant)]));
    } catch (error) {
      // What made the sync fail matters more than its line in the list.
      deps.logger.warn({ err: error, connectionId: input.connectionId }, 'the run could not be noted');
    }
  }

  async #restSparing(tenant: Tenant): Promise<void> {
    const { sparingRequests } = this.#pages;
    if (sparingRequests > 0) await restSparing(tenant, this.#fence.connectionId, sparingRestMs(sparingRequests));
  }

  #record(outcome: SyncRunRecord['outcome'], errorCode: string | null): SyncRunRecord {
    const { pages } = this.#keeper.tally;
    const kinds = ['head', 'backfill', 'sweep', 'walk'] as const;
    const kind = kinds.reduce((largest, other) => (pages[other] > pages[largest] ? other : largest));
    return { id: this.parts.id, startedAt: this.parts.start.now, kind, outcome, errorCode, ...this.counts() };
  }
}
