import type { Fragment } from 'postgres';
import type { Sql } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

/** Whether operators have paused the connection `c`, by itself or with all: a condition of a statement. */
export function isPaused(sql: Sql | Tenant['sql']): Fragment {
  return sql`(c.paused_at is not null or exists (select from pause_of_all))`;
}

/** Whether the directory's entry `d` has work to do: what is paused still disconnects. A condition of a statement. */
export function mayRun(sql: Sql | Tenant['sql']): Fragment {
  return sql`(d.status = 'disconnecting' or not (d.paused or exists (select from pause_of_all)))`;
}

/** @returns whether it was not paused by itself before */
export async function writePause({ sql }: Tenant, connectionId: string, pausedBy: string): Promise<boolean> {
  const paused = await sql`
    update connections set paused_at = now(), paused_by = ${pausedBy}
    where id = ${connectionId} and paused_at is null
    returning id
  `;
  return paused.length > 0;
}

/** @returns whether it was paused by itself */
export async function deletePause({ sql }: Tenant, connectionId: string): Promise<boolean> {
  const resumed = await sql`
    update connections set paused_at = null, paused_by = null, resumed_at = now()
    where id = ${connectionId} and paused_at is not null
    returning id
  `;
  return resumed.length > 0;
}

/** Since when, and by which operator. */
export interface Pause {
  readonly pausedAt: Instant;
  readonly pausedBy: string;
}

/** The connection's own; null where it has none. */
export async function readPause({ sql }: Tenant, connectionId: string): Promise<Pause | null> {
  const [pause] = await sql<Pause[]>`
    select paused_at, paused_by from connections where id = ${connectionId} and paused_at is not null
  `;
  return pause ?? null;
}

/** The one that holds for all; null while there is none. As convot_worker or convot_operator. */
export async function readPauseOfAll(sql: Sql): Promise<Pause | null> {
  const [pause] = await sql<Pause[]>`select paused_at, paused_by from pause_of_all`;
  return pause ?? null;
}

/**
 * Holds at once, for each request that is asked for from now on: whoever wants to send one looks here. As convot_operator.
 * @returns the pause that holds now: one that held already stays as it is
 */
export async function writePauseOfAll(sql: Sql, pausedBy: string): Promise<Pause> {
  const [pause] = await sql<[Pause]>`
    insert into pause_of_all (paused_by) values (${pausedBy})
    on conflict (single) do update set single = true
    returning paused_at, paused_by
  `;
  return pause;
}

/** What the directory says at the moment at which a pause of all ends. */
export interface EndedPause {
  /** Of everybody. */
  readonly organizationIds: readonly string[];
  /** Connections that are paused by themselves. */
  readonly stillPaused: readonly string[];
}

/**
 * Ends this pause of all, and no later one. One statement, so that the resume of a single connection comes before it or after
 * it, whole. As convot_operator.
 * @returns null when somebody else has ended it
 */
export async function endPauseOfAll(sql: Sql, { pausedAt }: Pause): Promise<EndedPause | null> {
  const [ended] = await sql<[EndedPause & { readonly isEnded: boolean }]>`
    with ended as (delete from pause_of_all where paused_at = ${pausedAt} returning single)
    select
      exists (select from ended) as is_ended,
      array(select distinct organization_id from connection_directory) as organization_ids,
      array(select connection_id::text from connection_directory where paused order by 1) as still_paused
  `;
  return ended.isEnded ? ended : null;
}

/**
 * Keeps a pause of all from beginning and from ending until the transaction is over; whoever only looks goes on. Before any
 * other lock. As convot_operator.
 */
export async function holdPauseOfAll({ sql }: Tenant): Promise<void> {
  await sql`lock table pause_of_all in share mode`;
}

/**
 * Prepares an organization for the end of a pause of all: what then goes on is due from now on, spread over a time, so not
 * all at once, and not since it was paused. The reconciler nudges each when it is due. Connections are locked before the
 * directory, as whoever changes one of them does, and in their order.
 */
export async function spreadNextSyncs({ sql, organizationId }: Tenant, spreadMs: number): Promise<void> {
  await sql`
    update connections c set resumed_at = now()
    from (
      select id from connections where status = 'connected' and paused_at is null order by id for no key update
    ) as going
    where c.organization_id = ${organizationId} and c.id = going.id
  `;
  await sql`
    update connection_directory d
    set next_sync_at = spread.at, nudged_at = spread.at, nudges = 0
    from (
      select
        connection_id,
        now() + case when wanted_at is null then random() else 0 end * ${spreadMs} * interval '1 millisecond' as at
      from connection_directory
      where organization_id = ${organizationId} and status = 'connected' and not paused
      offset 0
    ) spread
    where d.organization_id = ${organizationId} and d.connection_id = spread.connection_id
  `;
}
