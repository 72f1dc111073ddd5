import { holdPages } from '../../connections/store/sync-fence.js';
import type { ConnectionKey } from '../../contract/connection-activities.js';
import type { Sql } from '../../postgres/sql.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { pairKey, type PairToFold } from '../pairs.js';
import { type FoldedPairs, foldPairs } from './fold-pairs.js';
import { hasPairsToFold, lockMerchants, readDuePairs, readStalePairs, takeMarkedPairs } from './input/due-pairs.js';

export interface FoldBatch {
  readonly connectionId: string;
  /** Time of the connection's last whole head scan; null when it never had one, then nothing is folded. */
  readonly asOf: Instant | null;
  /** At most so many pairs. */
  readonly limit: number;
}

export interface FoldedBatch extends FoldedPairs {
  /** How many pairs. */
  readonly folded: number;
  readonly remaining: boolean;
}

const NOTHING: FoldedBatch = {
  folded: 0,
  rows: 0,
  created: 0,
  differences: [],
  isNewsForOthers: false,
  messages: [],
  remaining: false,
};

/**
 * Derives again the pairs of one connection whose rows changed, and those that time alone or newer rules change.
 * The caller owns the transaction and holds the connection's fence; called again while `remaining`.
 */
export async function foldTouched(tenant: Tenant, { connectionId, asOf, limit }: FoldBatch): Promise<FoldedBatch> {
  if (asOf === null) return NOTHING;
  await lockMerchants(tenant);
  const pairs = await takePairs(tenant, connectionId, asOf, limit);
  if (pairs.length === 0) return NOTHING;
  const result = await foldPairs(tenant, connectionId, asOf, pairs);
  return { ...result, folded: pairs.length, remaining: result.isNewsForOthers || pairs.length >= limit };
}

/** What rows changed first, then what time changed, then what the rules may have. */
async function takePairs(tenant: Tenant, connectionId: string, asOf: Instant, limit: number): Promise<PairToFold[]> {
  const pairs = new Map<string, PairToFold>();
  const sources: ((most: number) => Promise<PairToFold[]>)[] = [
    (most) => takeMarkedPairs(tenant, connectionId, asOf, most),
    (most) => readDuePairs(tenant, connectionId, asOf, most),
    (most) => readStalePairs(tenant, connectionId, most),
  ];
  for (const read of sources) {
    if (pairs.size >= limit) break;
    // Some of them may be there already: as many as would fill the batch alone.
    for (const pair of await read(limit)) {
      if (pairs.size < limit && !pairs.has(pairKey(pair))) pairs.set(pairKey(pair), pair);
    }
  }
  return [...pairs.values()];
}

const PAIRS_PER_BATCH = 250;

/**
 * Derives what a connection that has stopped, or is paused, left marked, and what newer rules may tell otherwise: no sync
 * of its own will. As of its last whole head scan: where it stopped in a gap, what is newer is left out, and who is newer.
 * @param untilMs no batch begins after this time, as `performance.now()` has it
 * @returns how many pairs were derived
 */
export async function foldLeftovers(
  sql: Sql,
  { organizationId, connectionId }: ConnectionKey,
  untilMs: number,
): Promise<number> {
  let total = 0;
  for (let remaining = true; remaining && performance.now() < untilMs;) {
    const batch = await withTenant(sql, organizationId, async (tenant) => {
      const asOf = await holdPages(tenant, connectionId);
      if (!(await hasPairsToFold(tenant, connectionId, asOf))) return { folded: 0, remaining: false };
      return foldTouched(tenant, { connectionId, asOf, limit: PAIRS_PER_BATCH });
    });
    total += batch.folded;
    remaining = batch.remaining;
  }
  return total;
}
