import type { Tenant } from '../../postgres/tenant.js';
import type { Hints } from '../rules/charges/interval.js';
import { hintsFor } from './pair-hints.js';
import type { FoldRow } from '../rules/words/rows.js';
import { OtherShops, pricesIn } from './store-hints.js';
import { pairKey, type Pair } from './store-pairs.js';
import { readRows } from './store-raw-rows.js';
import { readPlanIntervals } from './store-plan-intervals.js';
import { readRowIds } from './store-row-ids.js';

/** All that one pair is derived from. */
export interface FoldInput {
  readonly rows: readonly FoldRow[];
  readonly hints: Hints;
  /** Ids of stored rows that this version cannot read, so that they are in no result. */
  readonly unread: readonly string[];
}

/** What a fold of the pair would read now, without folding it. */
export async function readFoldInput(tenant: Tenant, connectionId: string, pair: Pair): Promise<FoldInput> {
  const rows = await readRows(tenant, connectionId, [pair]);
  const others = await OtherShops.read(tenant, connectionId, pricesIn([pair], rows));
  const hints = hintsFor(pair, await readPlanIntervals(tenant), others);
  const own = rows.get(pairKey(pair)) ?? [];
  const read = new Set(own.map(({ id }) => id));
  const stored = await readRowIds(tenant, connectionId, pair);
  return { rows: own, hints, unread: stored.filter((id) => !read.has(id)) };
}
