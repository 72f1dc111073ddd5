import type { Fragment, Sql, TransactionSql } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';

/** A refresh ends within this; one that has not died with its worker. */
export const REFRESH_MS = 30_000;

/** Whether a row of `shop_refreshes` is under way, as a condition in SQL. */
export function isUnderWay(sql: Sql | TransactionSql): Fragment {
  return sql`ended_at is null and asked_at > now() - ${REFRESH_MS} * interval '1 millisecond'`;
}

/** Whether Shopify is being asked for a shop of which nothing can be shown yet. */
export async function isShopRefreshing({ sql }: Tenant, shop: string): Promise<boolean> {
  const [found] = await sql<[{ any: boolean }]>`
    select exists (select from shop_refreshes where shop = ${shop} and ${isUnderWay(sql)}) as any
  `;
  return found.any;
}
