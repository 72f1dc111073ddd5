import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

/** One app on the shop, through one connection. */
export interface ShopPair {
  readonly connectionId: string;
  readonly appNumber: string;
  readonly shopNumber: string;
  readonly appName: string | null;
  readonly myshopifyDomain: string;
  /** The app was taken away: its rows stay, its figures are in none that is shown. */
  readonly isHidden: boolean;
  /** Rows of it changed since it was last derived. */
  readonly isMarked: boolean;
  /** Time of the connection's last whole head scan, or of the shop's own refresh after it. */
  readonly asOf: Instant;
}

/** All apps on a shop that anything was derived of, also hidden ones. */
export async function listShopPairs({ sql }: Tenant, shopNumber: string): Promise<ShopPair[]> {
  return sql<ShopPair[]>`
    select
      m.connection_id, m.app_number, m.shop_number, a.name as app_name, s.myshopify_domain,
      a.removed_at is not null as is_hidden, k.app_number is not null as is_marked,
      greatest(y.last_synced_at, r.as_of) as as_of
    from merchant_apps m
    join apps a using (organization_id, connection_id, app_number)
    join shops s using (organization_id, connection_id, shop_number)
    join sync_status y using (organization_id, connection_id)
    left join merchant_marks k using (organization_id, connection_id, app_number, shop_number)
    left join shop_refreshes r
      on r.organization_id = m.organization_id and r.connection_id = m.connection_id and r.shop = m.shop_number::text
    where m.shop_number = ${shopNumber} and y.last_synced_at is not null
    order by m.app_number, m.connection_id
  `;
}

/** The domain that a shop was last seen under; undefined for one that the connection never saw. */
export async function findShopDomain(
  { sql }: Tenant,
  connectionId: string,
  shopNumber: string,
): Promise<string | undefined> {
  const [shop] = await sql<{ myshopifyDomain: string }[]>`
    select myshopify_domain from shops where connection_id = ${connectionId} and shop_number = ${shopNumber}
  `;
  return shop?.myshopifyDomain;
}
