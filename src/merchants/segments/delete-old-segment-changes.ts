import type { Sql } from '../../postgres/sql.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
import { lockMerchants } from '../derive/input/due-pairs.js';

/** How long it is told that a merchant entered or left a segment, and what a deleted one was called. */
const KEPT_DAYS = 30;
/** Whoever derives merchants of the organization waits for so many. */
const AT_A_TIME = 5_000;

/** Forgets who entered and left segments long ago, and segments that were deleted then. Who is in which now stays. */
export async function deleteOldSegmentChanges(sql: Sql, organizationId: string): Promise<void> {
  while ((await withTenant(sql, organizationId, deleteSome)) === AT_A_TIME);
}

/** @returns how many changes it deleted */
async function deleteSome(tenant: Tenant): Promise<number> {
  const { sql } = tenant;
  // Who folds writes the same rows, in another order.
  await lockMerchants(tenant);
  const { count } = await sql`
    delete from segment_changes
    where ctid = any (array(
      select ctid from segment_changes where at < now() - ${KEPT_DAYS} * interval '1 day' limit ${AT_A_TIME}
    ))
  `;
  await sql`
    delete from segments
    where deleted_at < now() - ${KEPT_DAYS} * interval '1 day' and evaluated_to is null
      and not exists (select from segment_changes c where c.segment_id = segments.id)
  `;
  return count;
}
