import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import type { ShopStanding } from '../mrr-definitions/standing.js';
import type { RevenueScope } from './revenue-scope.js';
import { standingsOf } from './standings-query.js';
import { type ShopRow, shopStanding } from './stored-standing.js';

/**
 * What other definitions of MRR ask of every shop, at one moment: those whose charges are alive then, and those that
 * paid for longer than they stayed. In portions, each shop once.
 * @param tenant in a snapshot: the portions agree only as of one moment
 */
export async function* readShopStandings(
  tenant: Tenant,
  scope: RevenueScope,
  at: Instant,
): AsyncGenerator<ShopStanding, void, undefined> {
  const { sql } = tenant;
  // A cursor of the transaction's: an account has up to a million shops.
  // All of it is read: a plan for the quickest first row is slower.
  await sql`set local cursor_tuple_fraction = 1`;
  await sql`declare shop_standings no scroll cursor for ${standingsOf(tenant, scope, at, null)}`;
  for (;;) {
    const rows = await sql<ShopRow[]>`fetch 1000 from shop_standings`;
    if (rows.length === 0) break;
    for (const row of rows) yield shopStanding(row, at);
  }
  await sql`close shop_standings`;
}

/**
 * The same of one shop, with the ids of its recent sales.
 * @returns null where no definition counts anything
 */
export async function readShopStanding(
  tenant: Tenant,
  scope: RevenueScope,
  at: Instant,
  shopNumber: string,
): Promise<ShopStanding | null> {
  const [row] = await tenant.sql<ShopRow[]>`${standingsOf(tenant, scope, at, shopNumber)}`;
  return row === undefined ? null : shopStanding(row, at);
}
