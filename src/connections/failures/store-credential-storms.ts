import type { Sql } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

/** What a judgement of one connection needs to know of storms. */
export interface StormStanding {
  readonly isOn: boolean;
  /** Since the last one ended; null when there was none. */
  readonly endedBeforeMs: number | null;
}

export async function readStormStanding({ sql }: Tenant): Promise<StormStanding> {
  const [standing] = await sql<[StormStanding]>`
    select
      coalesce(bool_or(ends_at > now()), false) as is_on,
      (extract(epoch from now() - max(ends_at) filter (where ends_at <= now())) * 1000)::double precision
        as ended_before_ms
    from credential_storms
  `;
  return standing;
}

/** Connections whose credentials Shopify began to refuse alike, by one code, within a short time. */
export interface Beginners {
  readonly code: string;
  /** They began later than this. */
  readonly since: Instant;
  readonly connections: number;
  /** Convot organizations that they belong to. */
  readonly organizations: number;
}

/**
 * The most connections of all tenants that began to be refused by one code within a time, and after the last storm: who
 * still fails from then must have worked first. Only the role convot_worker sees more than nothing here.
 * @returns undefined when there is none, and while a storm is on
 */
export async function countBeginners(sql: Sql, windowMs: number): Promise<Beginners | undefined> {
  const [most] = await sql<Beginners[]>`
    with bounds as materialized (
      select
        greatest(now() - ${windowMs} * interval '1 millisecond', max(ends_at)) as since,
        coalesce(max(ends_at) > now(), false) as is_on
      from credential_storms
    )
    select
      refused_code as code, count(*)::integer as connections, count(distinct organization_id)::integer as organizations,
      since
    from connection_directory, bounds
    where not is_on and status = 'connected' and refused_code is not null and refused_since > since
    group by refused_code, since
    order by connections desc
    limit 1
  `;
  return most;
}

/** Connections that worked then: those that were not refused, or began to be later. */
export async function countWorked(sql: Sql, then: Instant): Promise<number> {
  const [row] = await sql<[{ worked: number }]>`
    select count(*)::integer as worked
    from connection_directory
    where status = 'connected' and (refused_code is null or refused_since > ${then})
  `;
  return row.worked;
}

/** @returns whether it began now: false when one is on, which another worker may have noticed in this moment */
export async function beginStorm(sql: Sql, { code, since }: Beginners, longestMs: number): Promise<boolean> {
  const begun = await sql`
    insert into credential_storms (code, since, ends_at)
    values (${code}, ${since}, now() + ${longestMs} * interval '1 millisecond')
    on conflict do nothing
    returning id
  `;
  return begun.length > 0;
}

export interface OpenStorm {
  /** bigint as text. */
  readonly id: string;
  readonly code: string;
  readonly since: Instant;
  readonly lastedMs: number;
  /** Its longest time is over. */
  readonly isOver: boolean;
}

/** Those whose end nobody has seen yet. */
export async function listOpenStorms(sql: Sql): Promise<OpenStorm[]> {
  return sql<OpenStorm[]>`
    select
      id, code, since, (extract(epoch from now() - began_at) * 1000)::double precision as lasted_ms,
      ends_at <= now() as is_over
    from credential_storms
    where not ended
  `;
}

/** Of those that are in a storm. */
export interface StormMembers {
  readonly members: number;
  readonly working: number;
}

/** Who was refused when it was noticed, and who joined; not who has disconnected since, nor who is paused by itself. */
export async function countMembers(sql: Sql, { since }: OpenStorm): Promise<StormMembers> {
  const [row] = await sql<[StormMembers]>`
    select count(*)::integer as members, (count(*) filter (where refused_code is null))::integer as working
    from connection_directory
    where status = 'connected' and not paused and refused_since > ${since}
  `;
  return row;
}

/** @returns whether it ended now, and not by another worker */
export async function endStorm(sql: Sql, { id }: OpenStorm): Promise<boolean> {
  const ended = await sql`
    update credential_storms
    set ended = true, ends_at = least(ends_at, clock_timestamp())
    where id = ${id} and not ended
    returning id
  `;
  return ended.length > 0;
}
