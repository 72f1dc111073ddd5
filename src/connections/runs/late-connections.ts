import type { Sql } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';
import { mayRun } from '../store/pauses.js';

/** A connection that is due and does not run, as far as the directory can tell. */
export interface LateEntry {
  readonly organizationId: string;
  readonly connectionId: string;
}

/**
 * Connections whose nudge seems lost: somebody waits for them for ten seconds, or their own time was a minute ago. One
 * that was nudged in vain is looked at again after twice as long each time. What is paused is not late. The longest overdue
 * first; only the role
 * convot_worker sees more than nothing here.
 */
export async function listLateConnections(sql: Sql, limit: number): Promise<LateEntry[]> {
  return sql<LateEntry[]>`
    select organization_id, connection_id
    from connection_directory d
    where status in ('connected', 'disconnecting') and ${mayRun(sql)}
      and (next_sync_at < now() - interval '10 seconds' or next_sync_at is null)
      and (wanted_at is not null or nudged_at >= next_sync_at or next_sync_at < now() - interval '1 minute' or next_sync_at is null)
      and (nudged_at is null or nudged_at < now() - least(interval '10 seconds' * 2 ^ least(nudges, 6), interval '10 minutes'))
    order by next_sync_at nulls first
    limit ${limit}
  `;
}

export interface NudgedConnection {
  /** For the others no workflow runs, or one that only waits for `reconnect`. */
  readonly status: 'connected' | 'disconnecting';
  readonly partnerOrganizationId: string;
  readonly overdueMs: number;
  readonly nudges: number;
}

/**
 * Notes a nudge for a connection that is late.
 * @returns undefined when it is none: a sync runs, Shopify asked for patience, its sync has ended meanwhile, or it is paused
 */
export async function noteNudge({ sql }: Tenant, connectionId: string): Promise<NudgedConnection | undefined> {
  const [late] = await sql<NudgedConnection[]>`
    update connection_directory d
    set nudged_at = now(), nudges = least(d.nudges + 1, 100)
    from connections c
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
    where c.id = ${connectionId}
      and d.organization_id = c.organization_id and d.connection_id = c.id
      and d.status in ('connected', 'disconnecting') and ${mayRun(sql)}
      and (d.next_sync_at is null or d.next_sync_at < now())
      -- A sync activity lasts at most a minute, and says its phase when it begins and ends.
      and not (s.phase <> 'idle' and s.phase_at > now() - interval '75 seconds')
      and (s.waiting_until is null or s.waiting_until < now())
      and not exists (select from sync_leases l where l.connection_id = c.id and l.until > now())
    returning
      d.status, c.partner_organization_id, d.nudges,
      coalesce(extract(epoch from now() - d.next_sync_at) * 1000, 1e9)::double precision as overdue_ms
  `;
  return late;
}

/** How many connections get on: their next sync is not late. */
export async function countOnTime(sql: Sql): Promise<number> {
  const [row] = await sql<{ onTime: number }[]>`
    select count(*)::integer as on_time
    from connection_directory
    where status = 'connected' and next_sync_at > now() - interval '1 minute'
  `;
  return row?.onTime ?? 0;
}
