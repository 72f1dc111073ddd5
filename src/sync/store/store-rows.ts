import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import type { PageAppEvent, PageTransaction } from '../contents/rows.js';

/** What storing some rows came to. */
export interface StoredRows {
  /** Not there before. */
  readonly newRows: number;
  /** Of a walk: there with another content, or as missing. What apps and shops are called today does not count. */
  readonly changedRows: number;
}

const NOTHING: StoredRows = { newRows: 0, changedRows: 0 };

/**
 * Upserts transactions by Shopify's id and marks the merchants they touch. A row that is the same is neither written
 * nor marks anything; another content wins only if its request began later.
 * @param isWalk the walk is noted with the marks, so that what figures come to by it can be told
 */
export async function storeTransactions(
  { sql, organizationId }: Tenant,
  connectionId: string,
  rows: readonly PageTransaction[],
  requestedAt: Instant,
  isWalk = false,
): Promise<StoredRows> {
  if (rows.length === 0) return NOTHING;
  const { walk, onConflict } = marking(sql, connectionId, isWalk);
  const [stored] = await sql<[StoredRows]>`
    with was as materialized (
      select before.*
      from unnest(${rows.map((row) => row.id)}::text[]) as r (id)
      cross join lateral (
        select id, raw, missing_since from transactions where connection_id = ${connectionId} and id = r.id offset 0
      ) as before
      where ${isWalk}
    ), stored as (
      insert into transactions as t (
        organization_id, connection_id, id, type, created_at, app_number, shop_number, charge_id, raw, requested_at
      )
      select
        ${organizationId}, ${connectionId}, id, type, created_at, app_number, shop_number, charge_id, raw::jsonb,
        ${requestedAt}
      from unnest(
        ${rows.map((row) => row.id)}::text[],
        ${rows.map((row) => row.type)}::text[],
        ${rows.map((row) => row.createdAt)}::timestamptz[],
        ${rows.map((row) => row.appNumber)}::bigint[],
        ${rows.map((row) => row.shopNumber)}::bigint[],
        ${rows.map((row) => row.chargeId)}::text[],
        ${rows.map((row) => row.raw)}::text[]
      ) as r (id, type, created_at, app_number, shop_number, charge_id, raw)
      on conflict (organization_id, connection_id, id) do update
        set type = excluded.type,
            created_at = excluded.created_at,
            app_number = excluded.app_number,
            shop_number = excluded.shop_number,
            charge_id = excluded.charge_id,
            raw = excluded.raw,
            requested_at = excluded.requested_at,
            missing_since = null
        where t.requested_at < excluded.requested_at
          and (t.raw is distinct from excluded.raw or t.missing_since is not null)
      returning id, app_number, shop_number, raw, xmax = 0 as is_new
    ), marked as (
      insert into merchant_marks (organization_id, connection_id, app_number, shop_number, walk_started_at)
      select distinct ${organizationId}, ${connectionId}::uuid, app_number, shop_number, ${walk}
      from stored
      where app_number is not null and shop_number is not null
      order by 3, 4
      ${onConflict}
    )
    ${counts(sql)}
    from stored left join was using (id)
  `;
  return stored;
}

/** The same for app events, whose key is app, shop, type, instant and charge. */
export async function storeAppEvents(
  { sql, organizationId }: Tenant,
  connectionId: string,
  rows: readonly PageAppEvent[],
  requestedAt: Instant,
  isWalk = false,
): Promise<StoredRows> {
  if (rows.length === 0) return NOTHING;
  const { walk, onConflict } = marking(sql, connectionId, isWalk);
  const [stored] = await sql<[StoredRows]>`
    with was as materialized (
      select before.*
      from unnest(
        ${rows.map((row) => row.appNumber)}::bigint[],
        ${rows.map((row) => row.shopNumber)}::bigint[],
        ${rows.map((row) => row.type)}::text[],
        ${rows.map((row) => row.occurredAt)}::timestamptz[],
        ${rows.map((row) => row.chargeId)}::text[]
      ) as r (app_number, shop_number, type, occurred_at, charge_id)
      cross join lateral (
        select app_number, shop_number, type, occurred_at, charge_id, raw, missing_since
        from app_events e
        where e.connection_id = ${connectionId} and e.app_number = r.app_number and e.shop_number = r.shop_number
          and e.type = r.type and e.occurred_at = r.occurred_at and e.charge_id = r.charge_id
        offset 0
      ) as before
      where ${isWalk}
    ), stored as (
      insert into app_events as e (
        organization_id, connection_id, app_number, shop_number, type, occurred_at, charge_id, raw, requested_at
      )
      select
        ${organizationId}, ${connectionId}, app_number, shop_number, type, occurred_at, charge_id, raw::jsonb,
        ${requestedAt}
      from unnest(
        ${rows.map((row) => row.appNumber)}::bigint[],
        ${rows.map((row) => row.shopNumber)}::bigint[],
        ${rows.map((row) => row.type)}::text[],
        ${rows.map((row) => row.occurredAt)}::timestamptz[],
        ${rows.map((row) => row.chargeId)}::text[],
        ${rows.map((row) => row.raw)}::text[]
      ) as r (app_number, shop_number, type, occurred_at, charge_id, raw)
      on conflict (organization_id, connection_id, app_number, shop_number, type, occurred_at, charge_id) do update
        set raw = excluded.raw, requested_at = excluded.requested_at, missing_since = null
        where e.requested_at < excluded.requested_at
          and (e.raw is distinct from excluded.raw or e.missing_since is not null)
      returning app_number, shop_number, type, occurred_at, charge_id, raw, xmax = 0 as is_new
    ), marked as (
      insert into merchant_marks (organization_id, connection_id, app_number, shop_number, walk_started_at)
      select distinct ${organizationId}, ${connectionId}::uuid, app_number, shop_number, ${walk}
      from stored
      order by 3, 4
      ${onConflict}
    )
    ${counts(sql)}
    from stored left join was using (app_number, shop_number, type, occurred_at, charge_id)
  `;
  return stored;
}

/** Of rows that were `stored`, beside what each `was`. */
function counts(sql: Tenant['sql']) {
  const facts = (row: string) => sql`
    ${sql(row)}.raw - '{app,shop,referredShop}'::text[], ${sql(row)}.raw->'app'->'id', ${sql(row)}.raw->'shop'->'id',
    ${sql(row)}.raw->'referredShop'->'id'
  `;
  return sql`
    select
      count(*) filter (where is_new)::integer as new_rows,
      count(*) filter (
        where was.raw is not null
          and (was.missing_since is not null or (${facts('was')}) is distinct from (${facts('stored')}))
      )::integer as changed_rows
  `;
}

/** Only a walk writes to a pair that is marked already: while a long past is being read most are. */
function marking(sql: Tenant['sql'], connectionId: string, isWalk: boolean) {
  if (!isWalk) return { walk: sql`null::timestamptz`, onConflict: sql`on conflict do nothing` };
  return {
    walk: sql`(select walk_started_at from sync_status where connection_id = ${connectionId})`,
    onConflict: sql`
      on conflict (organization_id, connection_id, app_number, shop_number)
      do update set walk_started_at = excluded.walk_started_at
    `,
  };
}
