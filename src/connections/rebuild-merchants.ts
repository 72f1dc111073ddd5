import { foldPairs } from '../merchants/fold-pairs.js';
import { foldTouched } from '../merchants/fold-touched.js';
import { lockMerchants, readPairsAfter, type Pair } from '../merchants/store-pairs.js';
import type { ChangedResult } from '../merchants/store-results.js';
import type { Sql } from '../store/client.js';
import { holdPages } from '../store/sync-fence.js';
import { inTenant } from '../store/tenant.js';

export interface RebuiltBatch {
  readonly pairs: number;
  /** Raw rows that were read. */
  readonly rows: number;
  /** What came out differently from what was stored. */
  readonly changed: readonly ChangedResult[];
}

interface ConnectionKey {
  readonly organizationId: string;
  readonly connectionId: string;
}

// Between two batches pages are stored and merchants are read; a batch takes a fraction of a second.
const PAIRS_PER_BATCH = 250;

/**
 * Derives all merchants of a connection again, whatever its status, batch by batch, while syncs go on. As of the last
 * whole head scan; without one there is nothing to derive yet.
 */
export async function* rebuildMerchants(sql: Sql, key: ConnectionKey): AsyncGenerator<RebuiltBatch> {
  let after: Pair | null = null;
  do {
    const batch: Walked = await walkOn(sql, key, after);
    yield batch;
    after = batch.next;
  } while (after !== null);
  // What one shop's sales say of a plan's interval may be news to shops that the walk had passed.
  for (let remaining = true; remaining;) {
    const batch = await foldMarked(sql, key);
    yield { pairs: batch.folded, rows: batch.rows, changed: batch.changed };
    remaining = batch.remaining;
  }
}

interface Walked extends RebuiltBatch {
  readonly next: Pair | null;
}

async function walkOn(sql: Sql, { organizationId, connectionId }: ConnectionKey, after: Pair | null): Promise<Walked> {
  return inTenant(sql, organizationId, async (tenant) => {
    const asOf = await holdPages(tenant, connectionId);
    if (asOf === null) return { pairs: 0, rows: 0, changed: [], next: null };
    await lockMerchants(tenant);
    const pairs = await readPairsAfter(tenant, connectionId, after, PAIRS_PER_BATCH);
    const { rows, changed } = await foldPairs(tenant, connectionId, asOf, pairs);
    const next = pairs.length < PAIRS_PER_BATCH ? null : (pairs.at(-1) ?? null);
    return { pairs: pairs.length, rows, changed, next };
  });
}

async function foldMarked(sql: Sql, { organizationId, connectionId }: ConnectionKey) {
  return inTenant(sql, organizationId, async (tenant) => {
    const asOf = await holdPages(tenant, connectionId);
    return foldTouched(tenant, { connectionId, asOf, limit: PAIRS_PER_BATCH });
  });
}
