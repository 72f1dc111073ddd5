import type { Sql } from '../../postgres/sql.js';

/** A message as it is seen across tenants: no fact but whose it is. */
export interface WaitingMessage {
  readonly organizationId: string;
  readonly messageId: string;
}

/**
 * Messages whose next attempt is late, of every organization, the latest first. Only the role convot_worker sees more
 * than nothing here.
 */
export async function listOverdueMessages(sql: Sql, lateMs: number, limit: number): Promise<WaitingMessage[]> {
  return sql<WaitingMessage[]>`
    select organization_id, message_id
    from webhook_directory
    where due_at < now() - ${lateMs} * interval '1 millisecond'
    order by due_at
    limit ${limit}
  `;
}
