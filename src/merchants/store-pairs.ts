import type { Instant } from '../instant.js';
import type { Tenant } from '../store/tenant.js';

/** One app on one shop, within one connection. */
export interface Pair {
  readonly appNumber: string;
  readonly shopNumber: string;
}

/** The pair as a key of a map. */
export function pairKey({ appNumber, shopNumber }: Pair): string {
  return `${appNumber}/${shopNumber}`;
}

/** Whether any row changed, or time alone changed a pair. */
export async function hasPairsToFold({ sql }: Tenant, connectionId: string, asOf: Instant): Promise<boolean> {
  const [found] = await sql<[{ any: boolean }]>`
    select
      exists (select from merchant_marks where connection_id = ${connectionId})
      or exists (select from merchant_apps where connection_id = ${connectionId} and next_change_at <= ${asOf})
        as any
  `;
  return found.any;
}

/**
 * Takes pairs whose rows changed, and clears their marks: a page that is being stored meanwhile waits for this
 * transaction or is skipped, so no mark is cleared that was not read.
 */
export async function takeMarkedPairs({ sql }: Tenant, connectionId: string, limit: number): Promise<Pair[]> {
  return sql<Pair[]>`
    with taken as materialized (
      select app_number, shop_number
      from merchant_marks
      where connection_id = ${connectionId}
      order by app_number, shop_number
      limit ${limit}
      for update skip locked
    )
    delete from merchant_marks m
    using taken t
    where m.connection_id = ${connectionId} and m.app_number = t.app_number and m.shop_number = t.shop_number
    returning m.app_number, m.shop_number
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

/** The pairs as the rows of a table `p`, for a statement to go through. */
export function eachOf(sql: Tenant['sql'], pairs: readonly Pair[]) {
  return sql`
    unnest(
      ${pairs.map(({ appNumber }) => appNumber)}::bigint[],
      ${pairs.map(({ shopNumber }) => shopNumber)}::bigint[]
    ) as p (app_number, shop_number)
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
    on conflict (organization_id, connection_id, app_number, shop_number) do update set mark = excluded.mark
  `;
}
