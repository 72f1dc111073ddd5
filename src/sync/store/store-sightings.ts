import type { AppProblem } from '../../contract/connection-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { AppSighting, ShopSighting } from '../contents/rows.js';
import type { KnownApp } from '../planning/plan.js';

/** Remembers shops; the newest row that names a shop names it, and one without a name leaves it the one it has. */
export async function storeShops(
  { sql, organizationId }: Tenant,
  connectionId: string,
  shops: readonly ShopSighting[],
): Promise<void> {
  if (shops.length === 0) return;
  await sql`
    insert into shops as s (
      organization_id, connection_id, shop_number, name, myshopify_domain, named_at, first_seen_at, last_event_at
    )
    select ${organizationId}, ${connectionId}, number, name, domain, at, first_at, at
    from unnest(
      ${shops.map((shop) => shop.shopNumber)}::bigint[],
      ${shops.map((shop) => shop.name)}::text[],
      ${shops.map((shop) => shop.myshopifyDomain)}::text[],
      ${shops.map((shop) => shop.at)}::timestamptz[],
      ${shops.map((shop) => shop.firstAt)}::timestamptz[]
    ) as r (number, name, domain, at, first_at)
    order by number
    on conflict (organization_id, connection_id, shop_number) do update
      set name = case when excluded.named_at >= s.named_at and excluded.name <> '' then excluded.name else s.name end,
          myshopify_domain =
            case when excluded.named_at >= s.named_at then excluded.myshopify_domain else s.myshopify_domain end,
          named_at = greatest(s.named_at, excluded.named_at),
          first_seen_at = least(s.first_seen_at, excluded.first_seen_at),
          last_event_at = greatest(s.last_event_at, excluded.last_event_at)
      where excluded.named_at > s.named_at
         or excluded.first_seen_at < s.first_seen_at
         or (
           excluded.named_at = s.named_at
           and (coalesce(nullif(excluded.name, ''), s.name), excluded.myshopify_domain)
             is distinct from (s.name, s.myshopify_domain)
         )
  `;
}

/**
 * Lists apps that rows named, and gives each its own feed. A manual or removed app that is seen becomes `auto`. The newest
 * that names an app names it, in whatever order pages come: the past is read after the present.
 */
export async function storeApps(
  { sql, organizationId }: Tenant,
  connectionId: string,
  apps: readonly AppSighting[],
): Promise<void> {
  if (apps.length === 0) return;
  await sql`
    with sighted as (
      select * from unnest(
        ${apps.map((app) => app.appNumber)}::bigint[],
        ${apps.map((app) => app.name)}::text[],
        ${apps.map((app) => app.at)}::timestamptz[]
      ) as r (app_number, name, at)
    ), feeds as (
      insert into sync_feeds (organization_id, connection_id, feed)
      select ${organizationId}, ${connectionId}, 'events/' || app_number from sighted
      on conflict do nothing
    )
    insert into apps as a (organization_id, connection_id, app_number, name, named_at, source)
    select ${organizationId}, ${connectionId}, app_number, name, at, 'auto' from sighted order by app_number
    on conflict (organization_id, connection_id, app_number) do update
      set name = case when ${isNamed(sql)} then excluded.name else a.name end,
          named_at = case when ${isNamed(sql)} then excluded.named_at else a.named_at end,
          source = 'auto',
          removed_at = null
      where (a.source, a.removed_at) is distinct from ('auto', null)
         or (${isNamed(sql)} and excluded.name is distinct from a.name)
  `;
}

/** Whether an app `a` gets the name that it was sighted under. */
function isNamed(sql: Tenant['sql']) {
  return sql`
    excluded.name is not null
    and (a.name is null or a.named_at is null or coalesce(excluded.named_at >= a.named_at, false))
  `;
}

/**
 * The name that Shopify gives an app today, and an end to whatever kept its events away.
 * @returns the app as it is now; null where nothing changed
 */
export async function refreshApp(
  { sql }: Tenant,
  connectionId: string,
  app: AppSighting | null,
): Promise<KnownApp | null> {
  if (app === null) return null;
  const isNewer = sql`coalesce(named_at <= ${app.at}::timestamptz, true)`;
  const [refreshed] = await sql<KnownApp[]>`
    update apps
    set name = case when ${isNewer} then ${app.name}::text else name end,
        named_at = greatest(named_at, ${app.at}::timestamptz),
        problem = null
    where connection_id = ${connectionId} and app_number = ${app.appNumber}
      and (problem is not null or (${isNewer} and name is distinct from ${app.name}::text))
    returning name, named_at, problem, source
  `;
  return refreshed ?? null;
}

/** Why an app's events cannot be read; its other rows are not touched. @returns as `refreshApp` */
export async function storeAppProblem(
  { sql }: Tenant,
  connectionId: string,
  appNumber: string,
  problem: AppProblem,
): Promise<KnownApp | null> {
  const [troubled] = await sql<KnownApp[]>`
    update apps
    set problem = ${problem}
    where connection_id = ${connectionId} and app_number = ${appNumber} and problem is distinct from ${problem}
    returning name, named_at, problem, source
  `;
  return troubled ?? null;
}
