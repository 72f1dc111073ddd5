import { ownDomains } from '../../erasure/shop-names.js';
import { numbersAtSeats } from '../../erasure/store-erased-names.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { ErasableShop } from './erasable-shop.js';

/** All that the stored rows call one shop. */
export interface ShopFacts {
  readonly shopNumber: string | null;
  readonly domains: readonly string[];
  /** As it is called: a damaged row that shows nothing else may still show this. */
  readonly names: readonly string[];
  /** Under gid://shopify/: what is surely its number, and where nothing is, what may be. */
  readonly shopify: { readonly sure: readonly string[]; readonly possible: readonly string[] };
  /** App number and charge number, with a space between. */
  readonly charges: readonly string[];
}

/** Reads them. */
export async function readShopFacts(tenant: Tenant, shop: ErasableShop): Promise<ShopFacts> {
  const { shopNumber } = shop;
  const [{ names, charges }, stated] = await Promise.all([
    readNames(tenant, shopNumber),
    readDomains(tenant, shopNumber),
  ]);
  const domains = [
    ...new Set([...shop.domains, ...stated, ...(await waitingDomains(tenant, shop))].flatMap(ownDomains)),
  ];
  const own = await ownAlone(tenant, shopNumber, domains);
  const sure = shopNumber === null ? shop.shopifyNumbers : await sureNumbers(tenant, shopNumber);
  // Several: one of them is of a shop that came to a domain of this one before anything told of it.
  const shopify =
    sure.length === 1 || shopNumber === null
      ? { sure, possible: [] }
      : { sure: [], possible: [...new Set([...sure, ...(await numbersAtSeats(tenant, own))])] };
  return { shopNumber, domains: own, names, shopify, charges };
}

async function readNames(
  { sql }: Tenant,
  shopNumber: string | null,
): Promise<{ readonly names: readonly string[]; readonly charges: readonly string[] }> {
  const [facts] = await sql<[{ names: string[]; charges: string[] }]>`
    select
      array(select distinct name from shops where shop_number = ${shopNumber}::bigint and name <> '') as names,
      array(
        select app_number || ' ' || charge_number
        from app_events
        where shop_number = ${shopNumber}::bigint and charge_number is not null
        union
        select app_number || ' ' || charge_number
        from transactions
        where shop_number = ${shopNumber}::bigint and charge_number is not null and app_number is not null
      ) as charges
  `;
  return facts;
}

/** Those that it had before, too. */
async function readDomains({ sql }: Tenant, shopNumber: string | null): Promise<string[]> {
  const rows = await sql<{ domain: string | null }[]>`
    select myshopify_domain as domain from shops where shop_number = ${shopNumber}::bigint
    union
    select myshopify_domain from merchants where shop_number = ${shopNumber}::bigint
    union
    select myshopify_domain from timeline_events where shop_number = ${shopNumber}::bigint
    union
    select raw -> 'shop' ->> 'myshopifyDomain' from app_events where shop_number = ${shopNumber}::bigint
    union
    select raw -> 'shop' ->> 'myshopifyDomain' from subscription_answers where shop_number = ${shopNumber}::bigint
    union
    select coalesce(nullif(raw -> 'shop', 'null'), raw -> 'referredShop') ->> 'myshopifyDomain'
    from transactions
    where shop_number = ${shopNumber}::bigint
  `;
  return rows.flatMap(({ domain }) => domain ?? []);
}

async function waitingDomains({ sql }: Tenant, { shopifyNumbers }: ErasableShop): Promise<string[]> {
  if (shopifyNumbers.length === 0) return [];
  const rows = await sql<{ domain: string }[]>`
    select distinct myshopify_domain as domain
    from timeline_events
    where shop_number is null and shopify_shop_number = any (${shopifyNumbers}::bigint[])
  `;
  return rows.map(({ domain }) => domain);
}

/** Under which root events of no other shop stand; Shopify's answers to questions about the shop say it, too. */
async function sureNumbers({ sql }: Tenant, shopNumber: string): Promise<string[]> {
  const rows = await sql<{ number: string }[]>`
    select number
    from (
      select shopify_shop_number::text as number from timeline_events where shop_number = ${shopNumber}::bigint
      union
      select substring(raw -> 'shop' ->> 'id' from '^gid://shopify/Shop/([1-9][0-9]{0,17})$')
      from subscription_answers
      where shop_number = ${shopNumber}::bigint
    ) as own
    where number is not null and not exists (
      select from timeline_events
      where shopify_shop_number = own.number::bigint and shop_number <> ${shopNumber}::bigint
    )
  `;
  return rows.map(({ number }) => number);
}

/** Without those that have passed on to another shop, which is to stay. */
async function ownAlone({ sql }: Tenant, shopNumber: string | null, domains: readonly string[]): Promise<string[]> {
  const others = await sql<{ domain: string }[]>`
    select distinct myshopify_domain as domain
    from shops
    where myshopify_domain = any (${domains}::text[]) and shop_number is distinct from ${shopNumber}::bigint
  `;
  const passedOn = new Set(others.map(({ domain }) => domain));
  return domains.filter((domain) => !passedOn.has(domain));
}
