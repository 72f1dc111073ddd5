import type { Tenant } from '../../postgres/tenant.js';
import { shopDomain } from '../../values/shop-domain.js';
import { findShopNumber, isRedacted, isShopNumber } from '../read/merchant/find-merchant.js';

/** A shop as what is stored of it names it. */
export interface ErasableShop {
  /** Null of one that only root events and damaged rows tell of. */
  readonly shopNumber: string | null;
  /** Its numbers under gid://shopify/, where root events that wait for their shop are all there is of it. */
  readonly shopifyNumbers: readonly string[];
  /** That it is asked for by. */
  readonly domains: readonly string[];
}

/**
 * The shop that a key means, whether it is shown as a merchant or not: before the first fold, or behind an app that was
 * taken away, it is not, and whoever was only referred, or is only told of by root events, never is.
 * @param key as of `findMerchant`
 */
export async function findErasableShop(tenant: Tenant, key: string): Promise<ErasableShop | null> {
  if (!isShopNumber(key) && isRedacted(key)) return null;
  const domains = isShopNumber(key) ? [] : [shopDomain(key)];
  const shopNumber =
    (await findShopNumber(tenant, key)) ??
    (await findUnderDomain(tenant, shopDomain(key))) ??
    (await findBesideShops(tenant, shopDomain(key)));
  if (shopNumber !== null && (await hasRows(tenant, shopNumber))) return { shopNumber, shopifyNumbers: [], domains };
  const shopifyNumbers = await findWaiting(tenant, key);
  return shopifyNumbers.length === 0 ? null : { shopNumber: null, shopifyNumbers, domains };
}

async function findUnderDomain({ sql }: Tenant, domain: string): Promise<string | null> {
  const [shop] = await sql<{ shopNumber: string }[]>`
    select shop_number from shops where myshopify_domain = ${domain} order by named_at desc, shop_number limit 1
  `;
  return shop?.shopNumber ?? null;
}

/** Of rows that make nobody a merchant: those of no app, and what was answered to questions. */
async function findBesideShops({ sql }: Tenant, domain: string): Promise<string | null> {
  const [shop] = await sql<{ shopNumber: string }[]>`
    select shop_number
    from (
      select shop_number, created_at as at
      from transactions
      where app_number is null and shop_number is not null
        and lower(coalesce(nullif(raw -> 'shop', 'null'), raw -> 'referredShop') ->> 'myshopifyDomain') = ${domain}
      union all
      select shop_number, observed_at
      from subscription_answers
      where lower(raw -> 'shop' ->> 'myshopifyDomain') = ${domain}
    ) as named
    order by at desc, shop_number
    limit 1
  `;
  return shop?.shopNumber ?? null;
}

async function hasRows({ sql }: Tenant, shopNumber: string): Promise<boolean> {
  const some = (table: string) => sql`exists (select from ${sql(table)} where shop_number = ${shopNumber}::bigint)`;
  const [found] = await sql<[{ any: boolean }]>`
    select ${some('shops')} or ${some('transactions')} or ${some('app_events')} or ${some('timeline_events')}
      or ${some('subscription_answers')} or ${some('subscription_looks')} or ${some('merchants')}
      or ${some('merchant_corrections')} as any
  `;
  return found.any;
}

/** Of root events that no shop was found for: whoever names one by number may mean that one. */
async function findWaiting({ sql }: Tenant, key: string): Promise<string[]> {
  const isNamed = isShopNumber(key)
    ? sql`shopify_shop_number = ${key}::bigint`
    : sql`myshopify_domain = ${shopDomain(key)}`;
  const rows = await sql<{ number: string }[]>`
    select distinct shopify_shop_number as number from timeline_events where shop_number is null and ${isNamed}
  `;
  return rows.map(({ number }) => number);
}
