import { isPaused } from '../../connections/store/pauses.js';
import type { ShopRefresh } from '../../contract/refresh-activities.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { shopDomain } from '../../values/shop-domain.js';
import { findShopNumber, isRedacted } from '../read/merchant/find-merchant.js';

/** For one shop Shopify is asked at most so often, whoever looks at it. */
const REST = '1 minute';

/**
 * Notes that somebody wants to see a shop as it is now, for each connection that may ask Shopify for it: connected, not
 * paused, not told to wait, and not asked within the last minute.
 * @param key as of `findMerchant`; of a domain that is not known every connection is asked
 * @returns the refreshes that are now to be started
 */
export async function claimRefreshes(tenant: Tenant, key: string): Promise<ShopRefresh[]> {
  const { sql, organizationId } = tenant;
  const shopNumber = await findShopNumber(tenant, key);
  const shop = shopNumber ?? askableDomain(key);
  if (shop === null) return [];
  const mayKnowIt =
    shopNumber === null
      ? sql`true`
      : sql`exists (select from shops k where k.connection_id = c.id and k.shop_number = ${shopNumber}::bigint)`;
  const claimed = await sql<{ connectionId: string }[]>`
    insert into shop_refreshes as r (organization_id, connection_id, shop)
    select c.organization_id, c.id, ${shop}
    from connections c
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
    where c.status = 'connected' and not ${isPaused(sql)} and coalesce(s.waiting_until <= now(), true) and ${mayKnowIt}
      -- A conflict waits for whoever writes the row before it looks at it: no conflict where there is nothing to claim.
      and not exists (
        select from shop_refreshes rests
        where rests.connection_id = c.id and rests.shop = ${shop} and rests.asked_at > now() - ${REST}::interval
      )
    order by c.id
    on conflict (organization_id, connection_id, shop) do update
      set asked_at = now(), ended_at = null
      where r.asked_at <= now() - ${REST}::interval
    returning connection_id
  `;
  return claimed.map(({ connectionId }) => ({ organizationId, connectionId, shop }));
}

/** A domain that a shop of Shopify's may have. */
function askableDomain(key: string): string | null {
  const domain = shopDomain(key);
  return /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/.test(domain) && !isRedacted(domain) ? domain : null;
}

/** Shopify was not asked after all: whoever asks next may try again at once. */
export async function withdrawRefresh({ sql }: Tenant, { connectionId, shop }: ShopRefresh): Promise<void> {
  await sql`
    update shop_refreshes
    set asked_at = now() - ${REST}::interval, ended_at = now()
    where connection_id = ${connectionId} and shop = ${shop}
  `;
}

/** Nobody waits for it any more. */
export async function endRefresh({ sql }: Tenant, { connectionId, shop }: ShopRefresh): Promise<void> {
  await sql`
    update shop_refreshes set ended_at = clock_timestamp() where connection_id = ${connectionId} and shop = ${shop}
  `;
}

/** All rows of these shops up to that time are stored, read by a refresh: one that asked by domain learns the number. */
export async function noteRefreshed(
  { sql, organizationId }: Tenant,
  connectionId: string,
  shopNumbers: readonly string[],
  asOf: Instant,
): Promise<void> {
  await sql`
    insert into shop_refreshes as r (organization_id, connection_id, shop, ended_at, as_of)
    select ${organizationId}, ${connectionId}::uuid, shop, now(), ${asOf}::timestamptz
    from unnest(${shopNumbers}::text[]) as s (shop)
    order by shop
    on conflict (organization_id, connection_id, shop) do update set as_of = greatest(r.as_of, excluded.as_of)
  `;
}

/** What is older tells nothing any more: a head scan of the connection is later. */
export async function deleteOldRefreshes({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    delete from shop_refreshes r
    using sync_status s
    where r.connection_id = ${connectionId} and s.connection_id = ${connectionId}
      and r.asked_at < now() - interval '1 hour'
      and coalesce(r.as_of <= s.last_synced_at, r.as_of is null)
  `;
}
