import type { Fragment } from 'postgres';
import type { ConnectionStatus } from '../../contract/connection-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { isPaused } from './pauses.js';

/** How far a connection is, and what holds it up: what its workflow is told of it. */
export interface ConnectionStanding {
  readonly id: string;
  readonly partnerOrganizationId: string;
  readonly status: ConnectionStatus;
  readonly isPaused: boolean;
  /** Or when operators last resumed it. */
  readonly connectedAt: Instant;
  readonly succeededAt: Instant | null;
  readonly lastSyncedAt: Instant | null;
  readonly dataThrough: Instant | null;
  readonly waitingUntil: Instant | null;
  /** The first sync has been whole, whatever is missing now. */
  readonly hasBeenBackfilled: boolean;
  /** bigint as text. */
  readonly progressRows: string;
  /** The first sync has every row since then; null when it cannot say so yet, or no longer has to. */
  readonly completeBackTo: Instant | null;
  readonly consecutiveFailures: number;
  readonly errorCode: string | null;
  readonly errorSince: Instant | null;
  readonly errorReference: string | null;
}

/** Read at the end of every sync, in its own transaction: one look at three rows once the first sync is whole. */
export async function readConnectionStanding(
  tenant: Tenant,
  connectionId: string,
): Promise<ConnectionStanding | undefined> {
  const [standing] = await select(tenant, tenant.sql`c.id = ${connectionId}`);
  return standing;
}

/** Of all connections of the organization, by their Partner organizations. */
export async function listConnectionStandings(tenant: Tenant): Promise<ConnectionStanding[]> {
  return select(tenant, tenant.sql`true`);
}

async function select({ sql }: Tenant, condition: Fragment): Promise<ConnectionStanding[]> {
  return sql<ConnectionStanding[]>`
    select
      c.id, c.partner_organization_id, c.status, ${isPaused(sql)} as is_paused, greatest(c.connected_at, c.resumed_at) as connected_at, c.consecutive_failures, c.error_code, c.error_since, c.error_reference,
      s.succeeded_at, s.last_synced_at, s.data_through, s.waiting_until, s.progress_rows,
      s.first_backfilled_at is not null as has_been_backfilled,
      case when s.first_backfilled_at is null then (
        -- A window that has no row yet is complete down to where it begins, if it begins anywhere.
        select
          case when bool_and(coalesce(w.reached_at, w.to_at) is not null) then max(coalesce(w.reached_at, w.to_at)) end
        from sync_windows w
        where w.organization_id = c.organization_id and w.connection_id = c.id and w.kind = 'backfill'
      ) end as complete_back_to
    from connections c
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
    where ${condition}
    order by c.partner_organization_id::numeric
  `;
}
