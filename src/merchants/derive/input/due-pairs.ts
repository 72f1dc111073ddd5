import type { Fragment, Sql, TransactionSql } from '../../../postgres/sql.js';
import type { Tenant } from '../../../postgres/tenant.js';
import type { Instant } from '../../../values/instant.js';
import { eachOf, type Pair, type PairToFold } from '../../pairs.js';
import { RULES_VERSION } from '../../rules/fold.js';

/** Until the transaction ends nobody else writes merchants of the organization. Taken after the connection's fence. */
export async function lockMerchants({ sql }: Tenant): Promise<void> {
  // A statement that was planned while the tables were empty would go through them row by row for as long as the server
  // keeps that plan. From here on everything is looked up by its key, and planned for the tables as they are now.
  await Promise.all([
    sql`call lock_merchants()`,
    sql`select set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)`,
  ]);
}

/**
 * Whether any row changed, or time alone changed a pair, or the rules did. Also true where all marks are of pairs yet to
 * come, of which `takeMarkedPairs` takes none: to know that, each would be looked at.
 */
export async function hasPairsToFold({ sql }: Tenant, connectionId: string, asOf: Instant | null): Promise<boolean> {
  if (asOf === null) return false;
  const [found] = await sql<[{ any: boolean }]>`
    select
      exists (select from merchant_marks where connection_id = ${connectionId})
      or exists (select from merchant_apps where connection_id = ${connectionId} and next_change_at <= ${asOf})
      or exists (select from merchant_apps where connection_id = ${connectionId} and rules_version < ${RULES_VERSION})
        as any
  `;
  return found.any;
}

/**
 * Whether a pair `m` is unknown as of then: nothing is stored of it, and all its rows came after. Derived all the same it
 * would be told as one that has the app and no plan, whatever its rows say. It keeps its mark until the next scan; one that
 * is dated in the future, which no scan reaches soon, is derived as ever.
 * Each a value by the pair's key, not an `exists` or a plain `min`: a planner may answer those from a whole table. The event
 * is asked for first, for it settles most pairs by one look.
 */
export function isYetToCome(sql: Sql | TransactionSql, asOf: Instant | Fragment): Fragment {
  const ofPair = sql`connection_id = m.connection_id and app_number = m.app_number and shop_number = m.shop_number`;
  const first = (table: string, time: string) =>
    sql`(select min(at) from (select ${sql(time)} as at from ${sql(table)} where ${ofPair} offset 0) as own)`;
  return sql`(
    (select true from merchant_apps where ${ofPair}) is null
    and (select true from app_events where ${ofPair} and occurred_at <= ${asOf} limit 1) is null
    and (
      select at > ${asOf} and at <= clock_timestamp() + interval '1 minute'
      from (
        select least(
          ${first('app_events', 'occurred_at')}, ${first('transactions', 'created_at')},
          ${first('timeline_events', 'occurred_at')}, ${first('subscription_answers', 'observed_at')}
        ) as at
      ) as earliest
    ) is true
  )`;
}

/** Those that are to be derived as of then. */
export async function withoutYetToCome(
  { sql }: Tenant,
  connectionId: string,
  asOf: Instant,
  pairs: readonly Pair[],
): Promise<Pair[]> {
  return sql<Pair[]>`
    select m.app_number, m.shop_number
    from (select ${connectionId}::uuid as connection_id, p.* from ${eachOf(sql, pairs)}) as m
    where not ${isYetToCome(sql, asOf)}
  `;
}

/**
 * Takes pairs whose rows changed, and clears their marks. No page is stored meanwhile: see `holdFenceAlone`.
 * Deleted by place: joined by key, a planner without fresh statistics compares every mark with every pair.
 */
export async function takeMarkedPairs(
  { sql }: Tenant,
  connectionId: string,
  asOf: Instant,
  limit: number,
): Promise<PairToFold[]> {
  return sql<PairToFold[]>`
    delete from merchant_marks
    where ctid = any (array(
      select ctid
      from merchant_marks m
      where m.connection_id = ${connectionId} and not ${isYetToCome(sql, asOf)}
      order by app_number, shop_number
      limit ${limit}
    ))
    returning app_number, shop_number, walk_started_at
  `;
}

/** The pairs of some shops whose rows changed, also those yet to come: somebody waits. */
export async function readMarkedPairsOf(
  { sql }: Tenant,
  connectionId: string,
  shopNumbers: readonly string[],
): Promise<PairToFold[]> {
  return sql<PairToFold[]>`
    select mark.app_number, mark.shop_number, mark.walk_started_at
    from (select app_number from apps where connection_id = ${connectionId}) as app
    cross join unnest(${shopNumbers}::bigint[]) as shop (shop_number)
    cross join lateral (
      select app_number, shop_number, walk_started_at
      from merchant_marks m
      where m.connection_id = ${connectionId} and m.app_number = app.app_number and m.shop_number = shop.shop_number
      offset 0
    ) as mark
  `;
}

/** Clears the marks of pairs that are about to be derived. */
export async function unmarkPairs({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<void> {
  await sql`
    delete from merchant_marks
    where connection_id = ${connectionId}
      and (app_number, shop_number) in (select app_number, shop_number from ${eachOf(sql, pairs)})
  `;
}

/** Pairs that have changed by time alone. */
export async function readDuePairs(
  { sql }: Tenant,
  connectionId: string,
  asOf: Instant,
  limit: number,
): Promise<Pair[]> {
  return sql<Pair[]>`
    select app_number, shop_number
    from merchant_apps
    where connection_id = ${connectionId} and next_change_at <= ${asOf}
    order by next_change_at
    limit ${limit}
  `;
}

/** Pairs that were derived by older rules. */
export async function readStalePairs({ sql }: Tenant, connectionId: string, limit: number): Promise<Pair[]> {
  return sql<Pair[]>`
    select app_number, shop_number
    from merchant_apps
    where connection_id = ${connectionId} and rules_version < ${RULES_VERSION}
    limit ${limit}
  `;
}

/** Touches pairs again, for what changed was not one of their own rows. */
export async function markPairs(
  { sql, organizationId }: Tenant,
  connectionId: string,
  pairs: readonly Pair[],
): Promise<void> {
  await sql`
    insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
    select ${organizationId}, ${connectionId}::uuid, app_number, shop_number
    from ${eachOf(sql, pairs)}
    order by app_number, shop_number
    on conflict do nothing
  `;
}

/** All pairs with a raw row or a result, by their numbers, from one on (exclusive). */
export async function readPairsAfter(
  { sql }: Tenant,
  connectionId: string,
  after: Pair | null,
  limit: number,
): Promise<Pair[]> {
  const { appNumber, shopNumber } = after ?? { appNumber: '0', shopNumber: '0' };
  // Each branch reads a stretch of its index, however many rows there are.
  const some = (table: string) => sql`
    (
      select distinct app_number, shop_number
      from ${sql(table)}
      where connection_id = ${connectionId} and shop_number is not null
        and (app_number, shop_number) > (${appNumber}::bigint, ${shopNumber}::bigint)
      order by app_number, shop_number
      limit ${limit}
    )
  `;
  return sql<Pair[]>`
    ${some('app_events')} union ${some('transactions')} union ${some('timeline_events')}
    union ${some('subscription_answers')} union ${some('merchant_apps')}
    order by app_number, shop_number
    limit ${limit}
  `;
}
