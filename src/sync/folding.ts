import { holdFenceAlone } from '../connections/store/sync-fence.js';
import type { ConnectionKey } from '../contract/connection-activities.js';
import { foldTouched } from '../merchants/derive/fold-touched.js';
import { hasPairsToFold } from '../merchants/derive/input/due-pairs.js';
import { isRefreshAwaited } from '../merchants/refresh/under-way.js';
import type { Tenant } from '../postgres/tenant.js';
import type { Instant } from '../values/instant.js';
import type { ReadingProgress } from './reading-progress.js';
import { noteHeadScanned } from './store/sync-state.js';
import type { SyncSession } from './sync-session.js';
import { tellChanges } from './tell-changes.js';

// A long sync shows its merchants while it runs, in a fifth of the time: pages come first. Where pages are only waited for,
// it has all the time.
const REST_FACTOR = 4;
const FIRST_BATCH_AFTER_MS = 2_000;
const NOT_BESIDE_REFRESH_MS = 300;
// Folding goes in batches, so that a transaction stays short, a disconnect is prompt, and memory does not grow with the
// merchants' histories. While pages are being stored the batches are small: pages wait for them.
const ROWS_PER_BATCH = 4_000;
const ROWS_PER_BATCH_BETWEEN_PAGES = 800;
const MOST_PAIRS = 500;
const FIRST_PAIRS = 50;

/** Derives touched merchants while a sync runs and when it ends. */
export class Folding {
  #nextAtMs = performance.now() + FIRST_BATCH_AFTER_MS;
  /** Before that somebody waits for one shop, which is stored and derived under the same locks. */
  #notBeforeMs = 0;
  /** Rows of the average pair, as far as seen. */
  #rowsPerPair = ROWS_PER_BATCH_BETWEEN_PAGES / FIRST_PAIRS;
  #isPrepared = false;
  /** Something came out that was not stored before. */
  hasNews = false;
  /** Merchants were derived since Convot was last told to look: a name or a time may be another, though no pair is. */
  hasUntold = false;
  /** Ids of the messages to Convot that were written; of those that were then rolled back, too. */
  readonly messages: string[] = [];

  /** @param progress how far the sync has come by now */
  constructor(
    private readonly session: Pick<SyncSession, 'deps' | 'fence' | 'withTenant'> & { readonly input: ConnectionKey },
    private readonly progress: () => ReadingProgress,
  ) {}

  /**
   * Whether it is time to derive some merchants while pages are read.
   * @param isStoring pages are being stored @param hasWork more could be asked for at once
   */
  isDue({ isStoring, hasWork }: { readonly isStoring: boolean; readonly hasWork: boolean }): boolean {
    const progress = this.progress();
    const now = performance.now();
    if (progress.currentAsOf() === null || now < this.#notBeforeMs) return false;
    // While a past is read it has time when all that can be asked for is on its way.
    const hasTime = !isStoring && (progress.isBackfilled() || !hasWork);
    return hasTime || now >= this.#nextAtMs;
  }

  /**
   * Derives some merchants while pages are read, and has Convot told.
   * @param between runs what it is given while no page is stored
   * @returns whether more may be left
   */
  async deriveSome(between: <T>(work: () => Promise<T>) => Promise<T>): Promise<boolean> {
    const isWorkLeft = await between(() => this.#smallBatch());
    // No page waits for that.
    if (this.hasUntold) {
      this.hasUntold = false;
      await tellChanges(this.session.deps, this.session.input.organizationId);
    }
    return isWorkLeft;
  }

  /** So that a page that comes need not wait long. */
  async #smallBatch(): Promise<boolean> {
    const { fence, withTenant } = this.session;
    const { connectionId } = fence;
    const progress = this.progress();
    const asOf = progress.currentAsOf();
    // It was true when it was asked for; the page waited for since may have opened a gap or named an app.
    if (asOf === null) return true;
    const beganAtMs = performance.now();
    if (!progress.isBackfilled()) await this.preparePlanner();
    const isWorkLeft = await withTenant(async (tenant) => {
      const [isAny, isAwaited] = await Promise.all([
        hasPairsToFold(tenant, connectionId, asOf),
        isRefreshAwaited(tenant, connectionId),
      ]);
      if (isAny && isAwaited) this.#notBeforeMs = performance.now() + NOT_BESIDE_REFRESH_MS;
      if (!isAny || isAwaited) return isAny;
      await holdFenceAlone(tenant, fence);
      await noteHeadScanned(tenant, connectionId, asOf, false);
      return this.#fold(tenant, asOf, ROWS_PER_BATCH_BETWEEN_PAGES);
    });
    const endedAtMs = performance.now();
    this.#nextAtMs = endedAtMs + REST_FACTOR * (endedAtMs - beganAtMs);
    return isWorkLeft;
  }

  /**
   * Of a table that has just been filled a planner knows nothing. In a transaction of its own, because it locks whole
   * tables; and tried once in a sync, because a large table may take longer than a statement may.
   */
  async preparePlanner(): Promise<void> {
    if (this.#isPrepared) return;
    this.#isPrepared = true;
    const { deps, fence, withTenant } = this.session;
    await withTenant(({ sql }) => sql`call refresh_statistics()`).catch((error: unknown) => {
      deps.logger.warn({ err: error, connectionId: fence.connectionId }, 'the planner was not told of new rows');
    });
  }

  /** Some of the touched merchants, under the connection's fence. @returns whether more are left */
  async batch(tenant: Tenant, asOf: Instant): Promise<boolean> {
    const { fence } = this.session;
    // The fence first: what is then seen no page adds to. Both travel together.
    const [, isWorkLeft] = await Promise.all([
      holdFenceAlone(tenant, fence),
      hasPairsToFold(tenant, fence.connectionId, asOf),
    ]);
    return isWorkLeft && this.#fold(tenant, asOf, ROWS_PER_BATCH);
  }

  async #fold(tenant: Tenant, asOf: Instant, rowsWanted: number): Promise<boolean> {
    const { fence } = this.session;
    const limit = Math.min(MOST_PAIRS, Math.max(1, Math.round(rowsWanted / this.#rowsPerPair)));
    const batch = { connectionId: fence.connectionId, asOf, limit };
    const { folded, rows, created, differences, remaining, messages } = await foldTouched(tenant, batch);
    this.messages.push(...messages);
    this.hasNews ||= created > 0 || differences.length > 0;
    this.hasUntold ||= folded > 0;
    if (folded > 0) this.#rowsPerPair = Math.max(1, rows / folded);
    return remaining;
  }
}
