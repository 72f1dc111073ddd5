import type { ConnectionStatus } from '../../contract/connection-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

/** A connection as a restore may have brought it back. */
export interface RestoredConnection {
  readonly id: string;
  readonly partnerOrganizationId: string;
  readonly status: ConnectionStatus;
  readonly connectedAt: Instant;
  readonly tokenCiphertext: string | null;
  /** A full scan was asked for, and has not ended yet. */
  readonly isFullScanAsked: boolean;
}

/** All of the organization. */
export async function listRestoredConnections({ sql }: Tenant): Promise<RestoredConnection[]> {
  return sql<RestoredConnection[]>`
    select
      c.id, c.partner_organization_id, c.status, c.connected_at, c.token_ciphertext,
      (${isFullScanAsked(sql)}) is true as is_full_scan_asked
    from connections c
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
    order by c.id
  `;
}

/**
 * Has everything of a connection read again with its next syncs, whenever its week is over. One that was asked for and has
 * not begun, or is under way, is everybody's: asked for twice it is read once.
 * @returns whether it was asked for by this
 */
export async function askForFullScan({ sql }: Tenant, connectionId: string): Promise<boolean> {
  const asked = await sql`
    update sync_status s
    set walk_wanted_at = clock_timestamp()
    where s.connection_id = ${connectionId} and (${isFullScanAsked(sql)}) is not true
    returning s.connection_id
  `;
  return asked.length > 0;
}

/** Of the row `s` of sync_status; null where none was ever asked for. */
function isFullScanAsked(sql: Tenant['sql']) {
  return sql`
    s.walk_wanted_at > coalesce(s.walk_started_at, '-infinity')
    or s.walk_wanted_at is not null and exists (
      select from sync_walks w
      where w.organization_id = s.organization_id and w.connection_id = s.connection_id
        and w.started_at = s.walk_started_at and w.ended_at is null
    )
  `;
}
