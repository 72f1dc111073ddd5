import type { ConnectionStatus } from '../../contract/connection-words.js';
import type { Sql } from '../../postgres/sql.js';
import type { Instant } from '../../values/instant.js';
import { mayRun } from './pauses.js';

/** One connection as it is seen across tenants: no fact but where it belongs and when it is due. */
export interface DirectoryEntry {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly status: ConnectionStatus;
  /** By itself; whether all are is another matter. */
  readonly paused: boolean;
  readonly nextSyncAt: Instant | null;
}

/** Every connection of every organization. Only the role convot_worker sees more than nothing here. */
export async function readDirectory(sql: Sql): Promise<DirectoryEntry[]> {
  return sql<DirectoryEntry[]>`
    select organization_id, connection_id, status, paused, next_sync_at
    from connection_directory
    order by organization_id collate "C", connection_id
  `;
}

/** All connections by id, a page of them. */
export async function readDirectoryAfter(sql: Sql, after: string | null, limit: number): Promise<DirectoryEntry[]> {
  return sql<DirectoryEntry[]>`
    select organization_id, connection_id, status, paused, next_sync_at
    from connection_directory
    ${after === null ? sql`` : sql`where connection_id > ${after}`}
    order by connection_id
    limit ${limit}
  `;
}

/**
 * True when connections are late by more than this and none is in time: one that is late alone is no fault of a worker.
 * What is paused is not late.
 */
export async function areConnectionsOverdue(sql: Sql, lateMs: number): Promise<boolean> {
  const [answer] = await sql<{ isOverdue: boolean }[]>`
    select coalesce(bool_and(next_sync_at < now() - ${lateMs} * interval '1 millisecond'), false) as is_overdue
    from connection_directory d
    where status in ('connected', 'disconnecting') and next_sync_at is not null and ${mayRun(sql)}
  `;
  return answer?.isOverdue ?? false;
}

/** The tenant that a connection belongs to, for operators who know only its id. */
export async function findOrganizationOf(sql: Sql, connectionId: string): Promise<string | undefined> {
  const [entry] = await sql<{ organizationId: string }[]>`
    select organization_id from connection_directory where connection_id = ${connectionId}
  `;
  return entry?.organizationId;
}
