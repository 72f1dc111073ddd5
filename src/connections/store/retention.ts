import type { Tenant } from '../../postgres/tenant.js';
import type { Sql } from '../../postgres/sql.js';

/** Forgets runs that nobody will ask for: idle ones after a day, others after thirty. */
export async function deleteOldRuns({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    delete from sync_runs
    where connection_id = ${connectionId}
      and started_at < now() - case when outcome = 'ok' and new_rows = 0 then interval '1 day' else interval '30 days' end
  `;
}

/**
 * Forgets messages that are settled since long: by then their events are too old to be told again. And those that
 * nobody tried to send, because no address was configured: after four days, which no delivery takes.
 */
export async function deleteOldMessages({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    delete from webhook_messages
    where connection_id = ${connectionId}
      and (
        (state <> 'pending' and created_at < now() - interval '30 days')
        or due_at < now() - interval '4 days'
      )
  `;
}

/** Empties quarantined rows after a year. They stay counted until Shopify sends them whole. */
export async function forgetQuarantinedBytes({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    update quarantined_rows
    set raw = null
    where connection_id = ${connectionId} and raw is not null and first_seen_at < now() - interval '1 year'
  `;
}

/** Forgets after three years what was shown before a figure of the past was corrected. */
export async function deleteOldCorrections({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    delete from merchant_corrections
    where connection_id = ${connectionId} and learned_at < now() - interval '3 years'
  `;
}

// Of each kind, so that a statement ends soon; whoever calls again goes on.
const AT_ONCE = 10_000;

/**
 * Deletes what is over by time alone, of every tenant, also of one that has no connection and never comes back:
 * Idempotency-Keys after 24 hours, audit lines after two years. Row security shows the worker no other rows of these.
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
