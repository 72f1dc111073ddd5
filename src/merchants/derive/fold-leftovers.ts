import { foldTouched } from './fold-touched.js';
import { hasPairsToFold } from './store-pairs.js';
import { holdPages } from '../../connections/store/sync-fence.js';
import { withTenant } from '../../postgres/tenant.js';
import type { Sql } from '../../postgres/sql.js';

const PAIRS_PER_BATCH = 250;

/**
 * Derives what a connection that has stopped left marked, and what newer rules may tell otherwise: no sync of its own
 * will. As of its last whole head scan.
 * @param untilMs no batch begins after this time, as `performance.now()` has it
 * @returns how many pairs were derived
 */
export async function foldLeftovers(
  sql: Sql,
  { organizationId, connectionId }: { readonly organizationId: string; readonly connectionId: string },
  untilMs: number,
): Promise<number> {
  let total = 0;
  for (let remaining = true; remaining && performance.now() < untilMs;) {
    const batch = await withTenant(sql, organizationId, async (tenant) => {
      const asOf = await holdPages(tenant, connectionId);
      if (!(await hasPairsToFold(tenant, connectionId, asOf))) return { folded: 0, remaining: false };
      return foldTouched(tenant, { connectionId, asOf, limit: PAIRS_PER_BATCH });
    });
    total += batch.folded;
    remaining = batch.remaining;
  }
  return total;
}
