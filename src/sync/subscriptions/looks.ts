import type { SubscriptionQuestion } from '../../partner/subscriptions/subscription-document.js';
import type { Fragment } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';

/** A pair whose subscription is to be asked for. */
export interface Look extends SubscriptionQuestion {
  readonly shopNumber: string;
  /** Of the shop, as its rows have it: the answer must be of the same. */
  readonly myshopifyDomain: string;
}

/** The pairs that are due, those that wait longest first. */
export async function readDueLooks(tenant: Tenant, connectionId: string, limit: number): Promise<Look[]> {
  return readLooks(tenant, connectionId, tenant.sql`l.due_at <= clock_timestamp()`, limit);
}

/**
 * Those of one shop, due or not: somebody looks at it.
 * @param shop its domain or number
 */
export async function readLooksOfShop(tenant: Tenant, connectionId: string, shop: string): Promise<Look[]> {
  const { sql } = tenant;
  const numbers = shop.includes('.')
    ? sql`array(select shop_number from shops where connection_id = ${connectionId} and myshopify_domain = ${shop})`
    : sql`array[${shop}::bigint]`;
  return readLooks(tenant, connectionId, sql`l.shop_number = any (${numbers})`, MOST_OF_A_SHOP);
}

/** No shop has so many apps of one partner. */
const MOST_OF_A_SHOP = 25;

/**
 * A shop's number on the other surface is the one that root `events` tell with its domain; without any the number that
 * we know is tried, and the answer's domain decides.
 */
async function readLooks({ sql }: Tenant, connectionId: string, condition: Fragment, limit: number): Promise<Look[]> {
  return sql<Look[]>`
    select
      l.app_number, l.shop_number, s.myshopify_domain,
      coalesce(known.shopify_shop_number, l.shop_number) as shopify_shop_number
    from subscription_looks l
    cross join lateral (
      select from apps
      where connection_id = l.connection_id and app_number = l.app_number and removed_at is null
      offset 0
    ) as a
    cross join lateral (
      select shop_number, myshopify_domain
      from shops
      where connection_id = l.connection_id and shop_number = l.shop_number
      offset 0
    ) as s
    left join lateral (
      select shopify_shop_number
      from timeline_events e
      where e.connection_id = l.connection_id and e.app_number = l.app_number and e.shop_number = l.shop_number
      order by occurred_at desc
      limit 1
    ) as known on true
    where l.connection_id = ${connectionId} and ${condition}
      -- Of a shop whose domain is hidden no answer could be checked.
      and s.myshopify_domain not like 'redacted%'
    order by l.due_at, l.app_number, l.shop_number
    limit ${limit}
  `;
}
