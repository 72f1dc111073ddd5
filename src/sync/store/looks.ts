import type { SubscriptionQuestion } from '../../partner/subscriptions/subscription-document.js';
import type { Fragment } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';
import { isDomain } from '../../values/shop-domain.js';

/** A pair whose subscription is to be asked for. */
export interface Look extends SubscriptionQuestion {
  readonly shopNumber: string;
  /** Of the shop, as its rows have it: the answer must be of the same. */
  readonly myshopifyDomain: string;
}

/** The pairs that are due, those that wait longest first. */
export async function readDueLooks(tenant: Tenant, connectionId: string, limit: number): Promise<Look[]> {
  const { sql } = tenant;
  const due = sql`
    select app_number, shop_number, due_at
    from subscription_looks
    where connection_id = ${connectionId} and due_at <= clock_timestamp()
  `;
  return readLooks(tenant, connectionId, due, limit);
}

/**
 * Those of one shop with each app that Shopify lets us read, due or not, and asked for before or not: somebody looks at
 * it, and what is new of it may be a subscription.
 * @param shop its domain or number
 */
export async function readLooksOfShop(tenant: Tenant, connectionId: string, shop: string): Promise<Look[]> {
  const { sql } = tenant;
  const named = isDomain(shop) ? sql`myshopify_domain = ${shop}` : sql`shop_number = ${shop}::bigint`;
  const ofShop = sql`
    select app.app_number, shop.shop_number, look.due_at
    from (select shop_number from shops where connection_id = ${connectionId} and ${named}) as shop
    cross join (select app_number from apps where connection_id = ${connectionId} and problem is null) as app
    left join lateral (
      select due_at
      from subscription_looks l
      where l.connection_id = ${connectionId} and l.app_number = app.app_number and l.shop_number = shop.shop_number
      offset 0
    ) as look on true
  `;
  return readLooks(tenant, connectionId, ofShop, MOST_OF_A_SHOP);
}

/** No shop has so many apps of one partner. */
const MOST_OF_A_SHOP = 25;

/**
 * A shop's number on the other surface is the one that root `events` tell with it; without any the number that we know is
 * tried, and the answer's domain decides.
 * @param pairs a query of `app_number`, `shop_number` and `due_at`
 */
async function readLooks({ sql }: Tenant, connectionId: string, pairs: Fragment, limit: number): Promise<Look[]> {
  return sql<Look[]>`
    select
      p.app_number, p.shop_number, s.myshopify_domain,
      coalesce(known.shopify_shop_number, p.shop_number) as shopify_shop_number
    from (${pairs}) as p
    cross join lateral (
      select from apps
      where connection_id = ${connectionId} and app_number = p.app_number and removed_at is null
      offset 0
    ) as a
    cross join lateral (
      select myshopify_domain
      from shops
      where connection_id = ${connectionId} and shop_number = p.shop_number
      offset 0
    ) as s
    left join lateral (
      select shopify_shop_number
      from timeline_events e
      where e.connection_id = ${connectionId} and e.app_number = p.app_number and e.shop_number = p.shop_number
      order by occurred_at desc
      limit 1
    ) as known on true
    -- Of a shop whose domain is hidden no answer could be checked.
    where s.myshopify_domain not like 'redacted%'
    order by p.due_at, p.app_number, p.shop_number
    limit ${limit}
  `;
}

/** Nothing was answered: they stay due, and the others that are go before them. */
export async function putOffLooks({ sql }: Tenant, connectionId: string, looks: readonly Look[]): Promise<void> {
  if (looks.length === 0) return;
  await sql`
    update subscription_looks l
    set due_at = clock_timestamp() + interval '5 minutes'
    from unnest(
      ${looks.map(({ appNumber }) => appNumber)}::bigint[],
      ${looks.map(({ shopNumber }) => shopNumber)}::bigint[]
    ) as r (app_number, shop_number)
    where l.connection_id = ${connectionId} and l.app_number = r.app_number and l.shop_number = r.shop_number
      and l.due_at <= clock_timestamp()
  `;
}
