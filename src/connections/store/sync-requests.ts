import type { ConnectionStatus } from '../../contract/connection-words.js';
import type { Sql } from '../../postgres/sql.js';
import { type Tenant, tenantTable } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { isPaused } from './pauses.js';

// Longer than Temporal takes to hand a signal to a worker that has time; whoever asks again after it is believed.
const NUDGE_REST = '5 seconds';

/** What whoever asks for a sync finds. */
export interface SyncRequest {
  readonly status: ConnectionStatus;
  readonly isPaused: boolean;
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
        c.status, ${isPaused(sql)} as is_paused, c.partner_organization_id,
        d.wanted_at is not null and d.nudged_at > now() - ${NUDGE_REST}::interval as waits,
        exists (
          select from sync_leases l
          where l.organization_id = c.organization_id and l.connection_id = c.id and l.until > now()
        ) as running
      from connections c
      join connection_directory d on d.organization_id = c.organization_id and d.connection_id = c.id
      where c.organization_id = tenant and c.id = ${connectionId}
      offset 0
    ) found
  `;
  return found;
}

/**
 * Notes that one more sync is wanted, and makes the connection due. The row says it, however often it is asked for.
 * @returns whether the workflow is to be nudged: nobody waits already, or the nudge for him is some seconds old
 */
export async function noteSyncRequest({ sql }: Tenant, connectionId: string): Promise<boolean> {
  const asked = await sql`
    update connection_directory
    set wanted_at = coalesce(wanted_at, now()), nudged_at = now(), next_sync_at = least(next_sync_at, now())
    where connection_id = ${connectionId}
      and status = 'connected'
      and (wanted_at is null or nudged_at < now() - ${NUDGE_REST}::interval)
    returning connection_id
  `;
  return asked.length > 0;
}

/** Whether the last nudge is some seconds old; then another one is noted, to be sent when the transaction is over. */
export async function mayNudge({ sql }: Tenant, connectionId: string): Promise<boolean> {
  const noted = await sql`
    update connection_directory
    set nudged_at = now()
    where connection_id = ${connectionId} and (nudged_at is null or nudged_at < now() - ${NUDGE_REST}::interval)
    returning connection_id
  `;
  return noted.length > 0;
}

/** A sync has begun: what is wanted from now on is one more. */
export async function takeUpSyncRequest({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    update connection_directory
    set taken_at = coalesce(taken_at, wanted_at), wanted_at = null
    where connection_id = ${connectionId} and wanted_at is not null
  `;
}

/** How a sync ended that had no error, as far as the directory is told. */
export interface SettledSync {
  readonly nextSyncInMs: number;
  /** The newest rows were read in it. */
  readonly served: boolean;
  readonly succeeded: boolean;
  /** Until when nothing is missing now, or a first sync last got on; null when this sync says nothing of that. */
  readonly freshAt: Instant | null;
  /** All of the past is here, and derived. */
  readonly isWhole: boolean;
}

export interface AfterSync {
  /** One more was asked for meanwhile, which is then due at once. */
  readonly wanted: boolean;
  /** The message that told Convot of a trouble which is over by this; null when there was none. */
  readonly troubleMessageId: string | null;
  readonly isFirstWhole: boolean;
}

/**
 * A sync has ended without error: says when the next one is due, and that its credentials are accepted. What Convot is
 * told of it is found in passing, so that an idle cycle has no statement more.
 */
export async function settleSyncRequest(
  { sql }: Tenant,
  connectionId: string,
  { nextSyncInMs, served, succeeded, freshAt, isWhole }: SettledSync,
): Promise<AfterSync> {
  const [row] = await sql<AfterSync[]>`
    update connection_directory
    set next_sync_at = case
          when wanted_at is null then clock_timestamp() + ${nextSyncInMs} * interval '1 millisecond'
          else clock_timestamp()
        end,
        taken_at = case when not ${served} then taken_at end,
        nudges = 0,
        refused_code = case when not ${succeeded} then refused_code end,
        fresh_at = greatest(fresh_at, ${freshAt}),
        first_whole_at = case when ${isWhole} then coalesce(first_whole_at, now()) else first_whole_at end
    where connection_id = ${connectionId}
    returning
      wanted_at is not null as wanted,
      case when ${freshAt}::timestamptz is not null then trouble_message_id end as trouble_message_id,
      coalesce(first_whole_at = now(), false) as is_first_whole
  `;
  return row ?? { wanted: false, troubleMessageId: null, isFirstWhole: false };
}
