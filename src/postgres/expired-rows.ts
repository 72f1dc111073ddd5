import type { Sql } from './sql.js';

// Of each kind, so that a statement ends soon; whoever calls again goes on.
const AT_ONCE = 10_000;

/**
 * Deletes what is over by time alone, of every tenant, also of one that has no connection and never comes back:
 * Idempotency-Keys after 24 hours, audit lines after two years. Row security shows the worker no other rows of these.
 * And the paces of tokens that were not used for an hour, which are no tenant's.
 */
export async function deleteExpired(sql: Sql): Promise<void> {
  await sql`
    delete from idempotency_keys
    where (organization_id, key) in (
      select organization_id, key
      from idempotency_keys
      where created_at < now() - interval '24 hours'
      order by created_at
      limit ${AT_ONCE}
    )
  `;
  await sql`delete from token_paces where leaves_at < now() - interval '1 hour'`;
  await sql`
    delete from audit_log
    where (organization_id, id) in (
      select organization_id, id
      from audit_log
      where at < now() - interval '2 years'
      order by at
      limit ${AT_ONCE}
    )
  `;
}
