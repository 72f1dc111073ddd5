import { shopDomain } from '../../values/shop-domain.js';
import type { Fragment, Sql, TransactionSql } from '../../postgres/sql.js';

/** Shopify blanks shops out with this word, as name and as domain; then many shops share one domain. */
export function isRedacted(domain: string): boolean {
  return /^redacted(\.myshopify\.com)?$/.test(shopDomain(domain));
}

/** A select of the number of the shop that was seen last under this domain. */
export function shopSeenLast(sql: Sql | TransactionSql, domain: string): Fragment {
  return sql`
    select shop_number
    from merchants
    where domain = ${shopDomain(domain)}
    order by last_event_at desc, shop_number desc
    limit 1
  `;
}

/** Whether the key of a merchant is a shop's number, and not a domain. */
export function isShopNumber(key: string): boolean {
  return /^[1-9][0-9]{0,17}$/.test(key);
}
