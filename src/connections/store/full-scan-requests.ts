import type { Tenant } from '../../postgres/tenant.js';

/**
 * Has everything of a connection read again with its next syncs, whenever its week is over. One that was asked for and has
 * not begun, or is under way, is everybody's: asked for twice it is read once.
 * @returns whether it was asked for by this
 */
export async function noteFullScanRequest({ sql }: Tenant, connectionId: string): Promise<boolean> {
  const asked = await sql`
    update sync_status s
    set walk_requested_at = clock_timestamp()
    where s.connection_id = ${connectionId} and (${isFullScanRequested(sql)}) is not true
    returning s.connection_id
  `;
  return asked.length > 0;
}

/** Of the row `s` of sync_status: one was asked for and has not ended. Null where none was. */
export function isFullScanRequested(sql: Tenant['sql']) {
  return sql`
    s.walk_requested_at > coalesce(s.walk_started_at, '-infinity')
    or s.walk_requested_at is not null and exists (
      select from sync_walks w
      where w.organization_id = s.organization_id and w.connection_id = s.connection_id
        and w.started_at = s.walk_started_at and w.ended_at is null
    )
  `;
}
