import type { Sql } from './client.js';
import type { ConnectionStatus } from './connections.js';
import { tenantTable } from './tenant.js';

/** What whoever asks for a sync finds. */
export interface SyncRequest {
  readonly status: ConnectionStatus;
  readonly partnerOrganizationId: string;
  /** Somebody asked some seconds ago at most, and no sync has taken it up yet. */
  readonly waits: boolean;
  /** A sync is running, which this request then follows. */
  readonly running: boolean;
}

/** One statement, and no lock: asked by many at once. */
export async function findSyncRequest(
  sql: Sql,
  organizationId: string,
  connectionId: string,
): Promise<SyncRequest | undefined> {
  const [found] = await sql<SyncRequest[]>`
    select found.*
    from ${tenantTable(sql, organizationId)}
    cross join lateral (
      select
        c.status, c.partner_organization_id,
        d.wanted_at is not null and d.nudged_at > now() - interval '5 seconds' as waits,
        exists (
          select from sync_leases l
          where l.organization_id = c.organization_id and l.connection_id = c.id and l.until > now()
        ) as running
      from connections c
      join connection_directory d on d.organization_id = c.organization_id and d.connection_id = c.id
      where c.organization_id = tenant and c.id = ${connectionId}
    ) found
  `;
  return found;
}
