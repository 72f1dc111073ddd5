import type { Fragment } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import type { PageTimelineEvent, ShopSighting } from '../contents/rows.js';

/**
 * Upserts root `events` by Shopify's id, each with the shop that has its domain, where one is known, and marks the pairs
 * they touch. A row keeps the shop that it found first: domains change, and are hidden later.
 */
export async function storeTimelineEvents(
  { sql, organizationId }: Tenant,
  connectionId: string,
  rows: readonly PageTimelineEvent[],
  requestedAt: Instant,
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    with stored as (
      insert into timeline_events as e (
        organization_id, connection_id, id, type, occurred_at, app_number, shopify_shop_number, myshopify_domain,
        shop_number, raw, requested_at
      )
      select
        ${organizationId}, ${connectionId}, id, type, occurred_at, app_number, shopify_number, domain, named.shop_number,
        raw::jsonb, ${requestedAt}
      from unnest(
        ${rows.map((row) => row.id)}::text[],
        ${rows.map((row) => row.type)}::text[],
        ${rows.map((row) => row.occurredAt)}::timestamptz[],
        ${rows.map((row) => row.appNumber)}::bigint[],
        ${rows.map((row) => row.shopifyShopNumber)}::bigint[],
        ${rows.map((row) => row.myshopifyDomain)}::text[],
        ${rows.map((row) => row.raw)}::text[]
      ) as r (id, type, occurred_at, app_number, shopify_number, domain, raw)
      left join lateral (${shopNamed(sql, connectionId, sql`r.domain`)}) as named on true
      on conflict (organization_id, connection_id, id) do update
        set type = excluded.type,
            occurred_at = excluded.occurred_at,
            app_number = excluded.app_number,
            shopify_shop_number = excluded.shopify_shop_number,
            myshopify_domain = excluded.myshopify_domain,
            shop_number = coalesce(e.shop_number, excluded.shop_number),
            raw = excluded.raw,
            requested_at = excluded.requested_at
        where e.requested_at < excluded.requested_at and e.raw is distinct from excluded.raw
      returning app_number, shop_number
    )
    ${markPairs(sql, organizationId, connectionId, sql`stored`)}
  `;
}

/**
 * Finds the root events that waited for these shops: a first sync reads the timeline before any row that numbers a shop.
 * After the shops were stored, whose names of today count.
 */
export async function matchTimelineEvents(
  { sql, organizationId }: Tenant,
  connectionId: string,
  shops: readonly ShopSighting[],
): Promise<void> {
  if (shops.length === 0) return;
  // Found by the index of those that wait, and changed by place: no plan goes through all of them.
  await sql`
    with found as materialized (
      select waiting.place, named.shop_number
      from unnest(${shops.map((shop) => shop.shopNumber)}::bigint[]) as r (number)
      cross join lateral (
        select myshopify_domain
        from shops
        where connection_id = ${connectionId} and shop_number = r.number
        offset 0
      ) as today
      cross join lateral (${shopNamed(sql, connectionId, sql`today.myshopify_domain`)}) as named
      cross join lateral (
        select ctid as place
        from timeline_events
        where connection_id = ${connectionId} and myshopify_domain = today.myshopify_domain and shop_number is null
        offset 0
      ) as waiting
    ), matched as (
      update timeline_events e
      set shop_number = found.shop_number
      from found
      where e.ctid = found.place
      returning e.app_number, e.shop_number
    )
    ${markPairs(sql, organizationId, connectionId, sql`matched`)}
  `;
}

/** The shop that has a domain today; a domain that is hidden, or that several shops have, names nobody. */
function shopNamed(sql: Tenant['sql'], connectionId: string, domain: Fragment): Fragment {
  return sql`
    select min(shop_number) as shop_number
    from (
      select shop_number
      from shops
      where connection_id = ${connectionId} and myshopify_domain = ${domain} and myshopify_domain not like 'redacted%'
      limit 2
    ) as with_it
    having count(*) = 1
  `;
}

function markPairs(sql: Tenant['sql'], organizationId: string, connectionId: string, touched: Fragment): Fragment {
  return sql`
    insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
    select distinct ${organizationId}, ${connectionId}::uuid, app_number, shop_number
    from ${touched}
    where shop_number is not null
    order by 3, 4
    on conflict do nothing
  `;
}
