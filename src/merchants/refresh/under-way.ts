import type { Fragment, Sql, TransactionSql } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';

/** A refresh ends within this; one that has not died with its worker. */
export const REFRESH_MS = 30_000;
// Most take a second. One that takes longer must not hold up a whole account.
const AWAITED_MS = 3_000;

/** Whether a row of `shop_refreshes` is under way, as a condition in SQL. */
export function isUnderWay(sql: Sql | TransactionSql): Fragment {
  return sql`ended_at is null and asked_at > now() - ${REFRESH_MS} * interval '1 millisecond'`;
}

/** Whether somebody waits for a shop of this connection: what has time shall not stand in the way. */
export async function isRefreshAwaited({ sql }: Tenant, connectionId: string): Promise<boolean> {
  const [found] = await sql<[{ any: boolean }]>`
    select exists (
      select from shop_refreshes
      where connection_id = ${connectionId} and ended_at is null
        and asked_at > now() - ${AWAITED_MS} * interval '1 millisecond'
    ) as any
  `;
  return found.any;
}

/** Whether Shopify is being asked for a shop of which nothing can be shown yet. */
export async function isShopRefreshing({ sql }: Tenant, shop: string): Promise<boolean> {
  const [found] = await sql<[{ any: boolean }]>`
    select exists (select from shop_refreshes where shop = ${shop} and ${isUnderWay(sql)}) as any
  `;
  return found.any;
}
