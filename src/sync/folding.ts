import type { Instant } from '../values/instant.js';
import { foldTouched } from '../merchants/derive/fold-touched.js';
import { hasPairsToFold } from '../merchants/derive/store-pairs.js';
import { holdFenceAlone, type Fence } from '../connections/store/sync-fence.js';
import { noteHeadScanned } from './store/sync-state.js';
import type { Tenant } from '../postgres/tenant.js';

export interface FoldingParts {
  readonly fence: Fence;
  readonly tenantly: <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;
  /** The last scan of every feed's newest page. `asOf` is the last one without a gap below it. */
  readonly standing: () => {
    readonly scannedAt: Instant | null;
    readonly hasGap: boolean;
    readonly asOf: Instant | null;
  };
}

// A long sync shows its merchants while it runs, in a fifth of the time: pages come first.
const REST_FACTOR = 4;
const FIRST_FOLD_AFTER_MS = 2_000;
// Folding goes in batches, so that a transaction stays short, a disconnect is prompt, and memory does not grow with the
// merchants' histories. While pages are being stored the batches are small: pages wait for them.
const ROWS_PER_BATCH = 4_000;
const ROWS_PER_BATCH_BETWEEN_PAGES = 800;
const MOST_PAIRS = 500;
const FIRST_PAIRS = 50;

/** Derives touched merchants while a sync runs and when it ends. */
export class Folding {
  #nextAtMs = performance.now() + FIRST_FOLD_AFTER_MS;
  /** Rows of the average pair, as far as seen. */
  #rowsPerPair = ROWS_PER_BATCH_BETWEEN_PAGES / FIRST_PAIRS;
  /** Ids of the messages to Convot that were written; of those that were then rolled back, too. */
  readonly messages: string[] = [];

  constructor(private readonly parts: FoldingParts) {}

  async batchIfDue(): Promise<void> {
    const { standing, fence, tenantly } = this.parts;
    const { scannedAt, hasGap } = standing();
    const beganAtMs = performance.now();
    if (scannedAt === null || beganAtMs < this.#nextAtMs) return;
    await tenantly(async (tenant) => {
      await holdFenceAlone(tenant, fence);
      await noteHeadScanned(tenant, fence.connectionId, scannedAt, hasGap);
      await this.#fold(tenant, ROWS_PER_BATCH_BETWEEN_PAGES);
    });
    const endedAtMs = performance.now();
    this.#nextAtMs = endedAtMs + REST_FACTOR * (endedAtMs - beganAtMs);
  }

  /** Some of the touched merchants, under the connection's fence. @returns whether more are left */
  async batch(tenant: Tenant): Promise<boolean> {
    const { fence, standing } = this.parts;
    // The fence first: what is then seen no page adds to. Both travel together.
    const [, isWorkLeft] = await Promise.all([
      holdFenceAlone(tenant, fence),
      hasPairsToFold(tenant, fence.connectionId, standing().asOf),
    ]);
    return isWorkLeft && this.#fold(tenant, ROWS_PER_BATCH);
  }

  async #fold(tenant: Tenant, rowsWanted: number): Promise<boolean> {
    const { fence, standing } = this.parts;
    const limit = Math.min(MOST_PAIRS, Math.max(1, Math.round(rowsWanted / this.#rowsPerPair)));
    const batch = { connectionId: fence.connectionId, asOf: standing().asOf, limit };
    const { folded, rows, remaining, messages } = await foldTouched(tenant, batch);
    this.messages.push(...messages);
    if (folded > 0) this.#rowsPerPair = Math.max(1, rows / folded);
    return remaining;
  }
}
