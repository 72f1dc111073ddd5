import type { Instant } from '../instant.js';
import type { Tenant } from '../store/tenant.js';
import type { Folded } from './fold.js';
import { storeCharges } from './store-charges.js';
import { storeMoney, storePairs } from './store-figures.js';
import { storeHistory } from './store-history.js';
import { eachOf, type Pair } from './store-pairs.js';

export interface Result extends Pair {
  readonly folded: Folded;
}

/** Writes what the folds of these pairs gave, set by set, only where it differs from what is there. */
export async function storeResults(
  tenant: Tenant,
  connectionId: string,
  asOf: Instant,
  results: readonly Result[],
): Promise<void> {
  await storePairs(tenant, connectionId, asOf, results);
  await storeMoney(tenant, connectionId, results);
  await storeHistory(tenant, connectionId, results);
  await storeCharges(tenant, connectionId, results);
}

/** Forgets pairs that have no row left; their history goes with them. */
export async function dropPairs({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  await sql`
    delete from merchant_apps m
    using ${eachOf(sql, pairs)}
    where m.connection_id = ${connectionId} and m.app_number = p.app_number and m.shop_number = p.shop_number
  `;
}

/** Sums the shops of these pairs up again over their apps. */
export async function rollUp({ sql }: Tenant, pairs: readonly Pair[]): Promise<void> {
  await sql`call roll_up_merchants(${[...new Set(pairs.map(({ shopNumber }) => shopNumber))]}::bigint[])`;
}
