import { holdFenceAlone } from '../connections/store/sync-fence.js';
import type { ConnectionKey } from '../contract/connection-activities.js';
import { foldTouched } from '../merchants/derive/fold-touched.js';
import { hasPairsToFold } from '../merchants/derive/input/due-pairs.js';
import { isRefreshAwaited } from '../merchants/refresh/under-way.js';
import type { Tenant } from '../postgres/tenant.js';
import { noteHeadScanned } from './store/sync-state.js';
import type { HeadScan } from './sync-progress.js';
import type { SyncSession } from './sync-session.js';
import { tellChanges } from './tell-changes.js';

// A long sync shows its merchants while it runs, in a fifth of the time: pages come first. Where pages are only waited for,
// it has all the time. Of what is new to a connection that has all its past the first is shown at once.
const REST_FACTOR = 4;
const FIRST_FOLD_OF_FIRST_SYNC_AFTER_MS = 2_000;
// Folding goes in batches, so that a transaction stays short, a disconnect is prompt, and memory does not grow with the
// merchants' histories. While pages are being stored the batches are small: pages wait for them.
const ROWS_PER_BATCH = 4_000;
const ROWS_PER_BATCH_BETWEEN_PAGES = 800;
const MOST_PAIRS = 500;
const FIRST_PAIRS = 50;

/** Derives touched merchants while a sync runs and when it ends. */
export class Folding {
  #nextAtMs: number;
  /** Rows of the average pair, as far as seen. */
  #rowsPerPair = ROWS_PER_BATCH_BETWEEN_PAGES / FIRST_PAIRS;
  #isPrepared = false;
  /** Something came out that was not stored before. */
  hasNews = false;
  /** Merchants were derived since Convot was last told to look: a name or a time may be another, though no pair is. */
  hasUntold = false;
  /** Ids of the messages to Convot that were written; of those that were then rolled back, too. */
  readonly messages: string[] = [];

  /** @param heads how far the scans of every feed's newest page have come by now */
  constructor(
    private readonly session: Pick<SyncSession, 'deps' | 'fence' | 'withTenant' | 'start'> & {
      readonly input: ConnectionKey;
    },
    private readonly heads: () => HeadScan,
  ) {
    this.#nextAtMs = session.start.backfilled ? 0 : performance.now() + FIRST_FOLD_OF_FIRST_SYNC_AFTER_MS;
  }

  /** Whether merchants have waited long enough, though there are pages to store. */
  isDue(): boolean {
    return performance.now() >= this.#nextAtMs;
  }

  /**
   * A small batch, so that a page that comes need not wait long; none while somebody waits for one shop, which is stored
   * and derived under the same locks. @returns whether more are left that may be derived now
   */
  async batchBetweenPages(): Promise<boolean> {
    const { fence, withTenant } = this.session;
    const { scannedAt, hasGap } = this.heads();
    if (scannedAt === null) return false;
    const beganAtMs = performance.now();
    await this.preparePlanner();
    const isWorkLeft = await withTenant(async (tenant) => {
      if (await isRefreshAwaited(tenant, fence.connectionId)) return false;
      await holdFenceAlone(tenant, fence);
      await noteHeadScanned(tenant, fence.connectionId, scannedAt, hasGap);
      return this.#fold(tenant, ROWS_PER_BATCH_BETWEEN_PAGES);
    });
    await this.#tellChanges();
    const endedAtMs = performance.now();
    this.#nextAtMs = endedAtMs + REST_FACTOR * (endedAtMs - beganAtMs);
    return isWorkLeft;
  }

  /** While pages are read for half a minute, what their first one changed is told. */
  async #tellChanges(): Promise<void> {
    if (!this.hasUntold) return;
    this.hasUntold = false;
    const { deps, input } = this.session;
    await tellChanges(deps, input.organizationId);
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
  async batch(tenant: Tenant): Promise<boolean> {
    const { fence } = this.session;
    // The fence first: what is then seen no page adds to. Both travel together.
    const [, isWorkLeft] = await Promise.all([
      holdFenceAlone(tenant, fence),
      hasPairsToFold(tenant, fence.connectionId, this.heads().asOf),
    ]);
    return isWorkLeft && this.#fold(tenant, ROWS_PER_BATCH);
  }

  async #fold(tenant: Tenant, rowsWanted: number): Promise<boolean> {
    const { fence } = this.session;
    const limit = Math.min(MOST_PAIRS, Math.max(1, Math.round(rowsWanted / this.#rowsPerPair)));
    const batch = { connectionId: fence.connectionId, asOf: this.heads().asOf, limit };
    const { folded, rows, created, differences, remaining, messages } = await foldTouched(tenant, batch);
    this.messages.push(...messages);
    this.hasNews ||= created > 0 || differences.length > 0;
    this.hasUntold ||= folded > 0;
    if (folded > 0) this.#rowsPerPair = Math.max(1, rows / folded);
    return remaining;
  }
}
