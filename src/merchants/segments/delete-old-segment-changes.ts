import type { Tenant } from '../../postgres/tenant.js';

/** How long it is told that a merchant entered or left a segment, and what a deleted one was called. */
const KEPT_DAYS = 30;

/** Forgets who entered and left segments long ago, and segments that were deleted then. Who is in which now stays. */
export async function deleteOldSegmentChanges({ sql }: Tenant): Promise<void> {
  await sql`delete from segment_changes where at < now() - ${KEPT_DAYS} * interval '1 day'`;
  await sql`
    delete from segments
    where deleted_at < now() - ${KEPT_DAYS} * interval '1 day' and evaluated_to is null
      and not exists (select from segment_changes c where c.segment_id = segments.id)
  `;
}
