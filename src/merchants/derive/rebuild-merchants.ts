import { holdPages } from '../../connections/store/sync-fence.js';
import type { ConnectionKey } from '../../contract/connection-activities.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import type { Pair } from '../pairs.js';
import { type FoldedPairs, foldPairs } from './fold-pairs.js';
import { foldTouched } from './fold-touched.js';
import { lockMerchants, readPairsAfter, withoutYetToCome } from './input/due-pairs.js';
import { resumMrrDays } from './results/resum-mrr-days.js';

export interface RebuiltBatch extends Pick<FoldedPairs, 'rows' | 'created' | 'differences'> {
  /** How many pairs were derived; one that had to be derived twice counts once. */
  readonly pairs: number;
  /** Sums of a day's movements that were others than their movements. */
  readonly days: number;
}

// Pages are stored between two batches; a batch takes a fraction of a second.
const PAIRS_PER_BATCH = 1000;

/**
 * Derives all merchants of a connection again, whatever its status, batch by batch, while syncs go on, and compares row
 * by row with what is stored. As of the last whole head scan; without one there is nothing to derive yet.
 */
export async function* rebuildMerchants(sql: Sql, key: ConnectionKey): AsyncGenerator<RebuiltBatch> {
  let after: Pair | null = null;
  do {
    const batch: RebuiltPart = await walkOn(sql, key, after);
    yield batch;
    after = batch.next;
  } while (after !== null);
  // What one shop's sales say of a plan's interval may be news to shops that the walk had passed.
  for (let remaining = true; remaining;) {
    const { created, differences, ...batch } = await foldMarked(sql, key);
    yield { pairs: 0, rows: 0, days: 0, created, differences };
    remaining = batch.remaining;
  }
  yield { pairs: 0, rows: 0, days: await sumUp(sql, key), created: 0, differences: [] };
}

interface RebuiltPart extends RebuiltBatch {
  readonly next: Pair | null;
}

async function walkOn(
  sql: Sql,
  { organizationId, connectionId }: ConnectionKey,
  after: Pair | null,
): Promise<RebuiltPart> {
  return withTenant(sql, organizationId, async (tenant) => {
    const asOf = await holdPages(tenant, connectionId);
    if (asOf === null) return { pairs: 0, rows: 0, days: 0, created: 0, differences: [], next: null };
    await lockMerchants(tenant);
    const all = await readPairsAfter(tenant, connectionId, after, PAIRS_PER_BATCH);
    const pairs = await withoutYetToCome(tenant, connectionId, asOf, all);
    const folded = await foldPairs(tenant, connectionId, asOf, pairs, { isRebuild: true });
    const next = all.length < PAIRS_PER_BATCH ? null : (all.at(-1) ?? null);
    return { ...folded, pairs: pairs.length, days: 0, next };
  });
}

async function sumUp(sql: Sql, { organizationId, connectionId }: ConnectionKey): Promise<number> {
  return withTenant(sql, organizationId, async (tenant) => {
    await holdPages(tenant, connectionId);
    await lockMerchants(tenant);
    return resumMrrDays(tenant, connectionId);
  });
}

async function foldMarked(sql: Sql, { organizationId, connectionId }: ConnectionKey) {
  return withTenant(sql, organizationId, async (tenant) => {
    const asOf = await holdPages(tenant, connectionId);
    return foldTouched(tenant, { connectionId, asOf, limit: PAIRS_PER_BATCH });
  });
}
