import type { Fragment, Sql, TransactionSql } from '../../../postgres/sql.js';
import type { Tenant } from '../../../postgres/tenant.js';
import { shopDomain } from '../../../values/shop-domain.js';
import type { MerchantView } from '../merchant-views.js';
import { merchantViews } from './merchant-details.js';

/** Shopify blanks shops out with this word, as name and as domain; then many shops share one domain. */
export function isRedacted(domain: string): boolean {
  return /^redacted(\.myshopify\.com)?$/.test(shopDomain(domain));
}

/** What follows `where` in a select of the merchant that was seen last under this domain. */
export function seenLastUnder(sql: Sql | TransactionSql, domain: string): Fragment {
  return sql`domain = ${shopDomain(domain)} order by last_event_at desc, shop_number desc limit 1`;
}

/** Whether the key of a merchant is a shop's number, and not a domain. */
export function isShopNumber(key: string): boolean {
  return /^[1-9][0-9]{0,17}$/.test(key);
}

/**
 * @param key a `*.myshopify.com` domain, answered by the shop seen there last, or a shop number
 * @returns null for an unknown key and for a redacted domain, which many shops share
 */
export async function findMerchant(tenant: Tenant, key: string): Promise<MerchantView | null> {
  const shopNumber = await findShopNumber(tenant, key);
  if (shopNumber === null) return null;
  const [view] = await merchantViews(tenant, [shopNumber]);
  return view ?? null;
}

/** The number that the key is or stands for; see `findMerchant`. Whether there is such a shop is not looked up. */
export async function findShopNumber({ sql }: Tenant, key: string): Promise<string | null> {
  if (isShopNumber(key)) return key;
  if (isRedacted(key)) return null;
  const [shop] = await sql<{ shopNumber: string }[]>`
    select shop_number from merchants where ${seenLastUnder(sql, key)}
  `;
  return shop?.shopNumber ?? null;
}
