import type { Instant } from '../instant.js';
import type { Tenant } from '../store/tenant.js';
import { fold } from './fold.js';
import { OtherShops } from './store-hints.js';
import { storeNotices } from './store-notices.js';
import { pairKey, readDuePairs, takeMarkedPairs, type Pair } from './store-pairs.js';
import { readRows } from './store-raw-rows.js';
import { dropPairs, rollUp, storeResults } from './store-results.js';

export interface FoldBatch {
  readonly connectionId: string;
  /** Time of the connection's last whole head scan; null when it never had one, then nothing is folded. */
  readonly asOf: Instant | null;
  /** At most so many pairs. */
  readonly limit: number;
  /** Whether Convot is told of churn; where nobody listens nothing is written for it. */
  readonly tellsConvot?: boolean;
}

export interface FoldedBatch {
  readonly folded: number;
  readonly rows: number;
  readonly remaining: boolean;
  /** Ids of the messages to Convot that it wrote; to be sent once it is committed. */
  readonly messages: readonly string[];
}

const NOTHING = { folded: 0, rows: 0, remaining: false, messages: [] };

/**
 * Derives again the pairs of one connection whose rows changed, and those that time alone changes.
 * The caller owns the transaction and holds the connection's fence; called again while `remaining`.
 */
export async function foldTouched(
  tenant: Tenant,
  { connectionId, asOf, limit, tellsConvot = false }: FoldBatch,
): Promise<FoldedBatch> {
  if (asOf === null) return NOTHING;
  await tenant.sql`call lock_merchants()`;
  const pairs = await takePairs(tenant, connectionId, asOf, limit);
  if (pairs.length === 0) return NOTHING;
  const rows = await readRows(tenant, connectionId, pairs);
  const others = await OtherShops.read(tenant, connectionId, pairs, rows);
  const results = pairs.flatMap((pair) => {
    const own = rows.get(pairKey(pair)) ?? [];
    return own.length === 0 ? [] : [{ ...pair, folded: fold(own, asOf, others.hintsFor(pair)) }];
  });
  await dropPairs(
    tenant,
    connectionId,
    pairs.filter((pair) => rows.get(pairKey(pair))?.length === 0),
  );
  await storeResults(tenant, connectionId, asOf, results);
  const messages = tellsConvot ? await storeNotices(tenant, connectionId, asOf, results, rows) : [];
  await rollUp(tenant, pairs);
  const isNewsForOthers = await others.markMisinformed(tenant, connectionId);
  const count = [...rows.values()].reduce((sum, own) => sum + own.length, 0);
  return { folded: pairs.length, rows: count, remaining: isNewsForOthers || pairs.length === limit, messages };
}

async function takePairs(tenant: Tenant, connectionId: string, asOf: Instant, limit: number): Promise<Pair[]> {
  const marked = await takeMarkedPairs(tenant, connectionId, limit);
  if (marked.length === limit) return marked;
  const due = await readDuePairs(tenant, connectionId, asOf, limit);
  const pairs = new Map([...marked, ...due].map((pair) => [pairKey(pair), pair]));
  return [...pairs.values()].slice(0, limit);
}
