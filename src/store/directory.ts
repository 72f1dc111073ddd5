import type { Instant } from '../instant.js';
import type { Sql } from './client.js';

/** One connection as the worker sees it across tenants: no fact but where it belongs and when it is due. */
export interface DirectoryEntry {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly status: 'connected' | 'disconnecting';
  readonly nextSyncAt: Instant | null;
  /** Milliseconds since it was due; negative before. */
  readonly overdueMs: number;
}

/** Connections that should have a running workflow, by id. */
export async function listDirectory(sql: Sql, after: string | null, limit: number): Promise<DirectoryEntry[]> {
  return sql<DirectoryEntry[]>`
    select
      organization_id, connection_id, status, next_sync_at,
      coalesce(extract(epoch from now() - next_sync_at) * 1000, 0)::double precision as overdue_ms
    from connection_directory
    where status in ('connected', 'disconnecting')
      ${after === null ? sql`` : sql`and connection_id > ${after}`}
    order by connection_id
    limit ${limit}
  `;
}
