import type { Instant } from '../instant.js';
import type { Tenant } from '../store/tenant.js';
import { fold } from './fold.js';
import { OtherShops } from './store-hints.js';
import { pairKey, type Pair } from './store-pairs.js';
import { readRows } from './store-raw-rows.js';
import { dropPairs, rollUp, storeResults, type ChangedResult } from './store-results.js';

export interface FoldedPairs {
  /** Raw rows that were read. */
  readonly rows: number;
  /** Of the pairs those that gave something else than was stored. */
  readonly changed: readonly ChangedResult[];
  /** Other pairs have to be told what these say of a plan's interval; they are marked. */
  readonly isNewsForOthers: boolean;
}

/**
 * Derives these pairs again from all their rows, and stores what is new of it.
 * The caller owns the transaction and keeps pages of the connection from being stored meanwhile.
 */
export async function foldPairs(
  tenant: Tenant,
  connectionId: string,
  asOf: Instant,
  pairs: readonly Pair[],
): Promise<FoldedPairs> {
  const rows = await readRows(tenant, connectionId, pairs);
  const others = await OtherShops.read(tenant, connectionId, pairs, rows);
  const rowsOf = (pair: Pair) => rows.get(pairKey(pair)) ?? [];
  const results = pairs.flatMap((pair) => {
    const own = rowsOf(pair);
    return own.length === 0 ? [] : [{ ...pair, folded: fold(own, asOf, others.hintsFor(pair)) }];
  });
  await dropPairs(
    tenant,
    connectionId,
    pairs.filter((pair) => rowsOf(pair).length === 0),
  );
  const changed = await storeResults(tenant, connectionId, results);
  await rollUp(tenant, pairs);
  const isNewsForOthers = await others.markMisinformed(tenant, connectionId);
  const count = [...rows.values()].reduce((sum, own) => sum + own.length, 0);
  return { rows: count, changed, isNewsForOthers };
}
