import type { Sql } from '../../postgres/sql.js';
import { mayRun } from '../store/pauses.js';
import { STALE_AFTER_INTERVALS } from '../view/connection-view.js';

/**
 * Connections that seem stale and of which Convot was not told so, of every organization, the longest first: which of them
 * are, their own rows say. Only the role convot_worker sees more than nothing here. No index, which every sync would have to
 * write: the table has a line a connection. What is paused is not stale.
 */
export async function listSeeminglyStale(
  sql: Sql,
  intervalMs: number,
  limit: number,
): Promise<{ readonly organizationId: string; readonly connectionId: string }[]> {
  return sql<{ organizationId: string; connectionId: string }[]>`
    select organization_id, connection_id
    from connection_directory d
    where status = 'connected'
      and ${mayRun(sql)}
      and fresh_at < now() - ${STALE_AFTER_INTERVALS * intervalMs} * interval '1 millisecond'
      and trouble is distinct from 'stale'
    order by fresh_at
    limit ${limit}
  `;
}
