import { domainsIn } from '../../erasure/raw-names.js';
import { nameOfDomain } from '../../erasure/shop-names.js';
import type { Tenant } from '../../postgres/tenant.js';
import { shopDomain } from '../../values/shop-domain.js';
import { findShopNumber, isRedacted, isShopNumber } from '../read/merchant/find-merchant.js';

/** All that the stored rows call one shop. */
export interface ShopFacts {
  readonly shopNumber: string;
  readonly domains: readonly string[];
  /** As it is called: a damaged row that shows nothing else may still show this. */
  readonly names: readonly string[];
  /** Under gid://shopify/. */
  readonly shopifyNumbers: readonly string[];
  /** App number and charge number, with a space between. */
  readonly charges: readonly string[];
}

/**
 * The shop that a key means, whether it is shown as a merchant or not: before the first fold, or behind an app that was
 * taken away, it is not.
 * @param key as of `findMerchant`
 */
export async function findErasableShop(tenant: Tenant, key: string): Promise<string | null> {
  const { sql } = tenant;
  const shopNumber = (await findShopNumber(tenant, key)) ?? (await findUnderDomain(tenant, key));
  if (shopNumber === null || !isShopNumber(key)) return shopNumber;
  const [found] = await sql<[{ any: boolean }]>`
    select exists (select from shops where shop_number = ${shopNumber}::bigint)
      or exists (select from transactions where shop_number = ${shopNumber}::bigint)
      or exists (select from app_events where shop_number = ${shopNumber}::bigint) as any
  `;
  return found.any ? shopNumber : null;
}

async function findUnderDomain({ sql }: Tenant, key: string): Promise<string | null> {
  if (isRedacted(key)) return null;
  const [shop] = await sql<{ shopNumber: string }[]>`
    select shop_number from shops where myshopify_domain = ${shopDomain(key)} order by named_at desc, shop_number limit 1
  `;
  return shop?.shopNumber ?? null;
}

export async function readShopFacts({ sql }: Tenant, shopNumber: string): Promise<ShopFacts> {
  const [[facts], raws] = await Promise.all([
    sql<[Omit<ShopFacts, 'shopNumber'>]>`
      select
        array(
          select myshopify_domain from shops where shop_number = ${shopNumber}::bigint
          union
          select myshopify_domain from merchants where shop_number = ${shopNumber}::bigint
          union
          select myshopify_domain from timeline_events where shop_number = ${shopNumber}::bigint
        ) as domains,
        array(select distinct name from shops where shop_number = ${shopNumber}::bigint and name <> '') as names,
        array(
          select distinct shopify_shop_number::text from timeline_events where shop_number = ${shopNumber}::bigint
        ) as shopify_numbers,
        array(
          select app_number || ' ' || charge_number
          from app_events
          where shop_number = ${shopNumber}::bigint and charge_number is not null
          union
          select app_number || ' ' || charge_number
          from transactions
          where shop_number = ${shopNumber}::bigint and charge_number is not null and app_number is not null
        ) as charges
    `,
    // Those that it had before, too.
    sql<{ shop: string }[]>`
      select distinct jsonb_build_object('myshopifyDomain', raw -> 'shop' -> 'myshopifyDomain')::text as shop
      from (
        select raw from app_events where shop_number = ${shopNumber}::bigint
        union all
        select raw from transactions where shop_number = ${shopNumber}::bigint
      ) as own
    `,
  ]);
  const inRows = raws.flatMap(({ shop }) => domainsIn(shop)).map((name) => name.slice('domain '.length));
  const domains = [...new Set([...facts.domains, ...inRows])].filter((domain) => nameOfDomain(domain) !== null);
  return { ...facts, shopNumber, domains: await ownAlone({ sql }, shopNumber, domains) };
}

/** Without those that have passed on to another shop, which is to stay. */
async function ownAlone(
  { sql }: Pick<Tenant, 'sql'>,
  shopNumber: string,
  domains: readonly string[],
): Promise<string[]> {
  const others = await sql<{ domain: string }[]>`
    select distinct myshopify_domain as domain
    from shops
    where myshopify_domain = any (${domains}::text[]) and shop_number <> ${shopNumber}::bigint
  `;
  const passedOn = new Set(others.map(({ domain }) => domain));
  return domains.filter((domain) => !passedOn.has(domain));
}
