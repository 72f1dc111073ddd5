import type { Instant } from '../instant.js';
import { foldTouched } from '../merchants/fold-touched.js';
import { holdFence, type Fence } from '../store/sync-fence.js';
import { noteHeadScanned } from '../store/sync-state.js';
import type { Tenant } from '../store/tenant.js';

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

// A long sync shows its merchants while it runs.
const FOLD_EVERY_MS = 5_000;
// Folding goes in batches, so that a transaction stays short, a disconnect is prompt, and memory does not grow with
// the merchants' histories.
const ROWS_PER_BATCH = 8_000;
const MOST_PAIRS = 500;
const FIRST_PAIRS = 100;

/** Derives touched merchants while a sync runs and when it ends. */
export class Folding {
  #foldedAtMs = performance.now();
  #pairs = FIRST_PAIRS;

  constructor(private readonly parts: FoldingParts) {}

  async batchIfDue(): Promise<void> {
    const { scannedAt } = this.parts.standing();
    if (scannedAt === null || performance.now() - this.#foldedAtMs < FOLD_EVERY_MS) return;
    await this.parts.tenantly(async (tenant) => {
      const { hasGap } = this.parts.standing();
      await noteHeadScanned(tenant, this.parts.fence.connectionId, scannedAt, hasGap);
      await this.batch(tenant);
    });
  }

  /** Some of the touched merchants, under the connection's fence. @returns whether more are left */
  async batch(tenant: Tenant): Promise<boolean> {
    const { fence, standing } = this.parts;
    await holdFence(tenant, fence);
    const { connectionId } = fence;
    const batch = { connectionId, asOf: standing().asOf, limit: this.#pairs };
    const { rows, remaining } = await foldTouched(tenant, batch);
    if (rows > 0) {
      this.#pairs = Math.min(MOST_PAIRS, Math.max(1, Math.round((this.#pairs * ROWS_PER_BATCH) / rows)));
    }
    this.#foldedAtMs = performance.now();
    return remaining;
  }
}
