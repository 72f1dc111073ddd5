import type { Instant } from '../instant.js';
import type { Tenant } from '../store/tenant.js';
import { fold } from './fold.js';
import type { FoldRow } from './rows.js';
import { OtherShops, pricesIn, storedPrices, type PlanPrice } from './store-hints.js';
import { pairKey, type Pair } from './store-pairs.js';
import { readRows } from './store-raw-rows.js';
import { dropPairs, rollUp, storeResults, type ChangedResult, type Result } from './store-results.js';
import { readStandings, type Standings } from './store-standings.js';
import type { Shown } from './vocabulary.js';

/** Even when what is shown of both is the same: then the history, another figure or a reason is another. */
export interface Difference extends Pair {
  readonly before: Shown;
  readonly after: Shown;
}

export interface FoldedPairs {
  /** Raw rows that were read. */
  readonly rows: number;
  /** Pairs of which nothing was stored. */
  readonly created: number;
  /** Pairs that gave something else than was stored. */
  readonly differences: readonly Difference[];
  /** Other pairs have to be told what these say of a plan's interval; they are marked. */
  readonly isNewsForOthers: boolean;
}

// So many lie in memory at a time, and twice for a moment.
const PAIRS_AT_A_TIME = 50;

/**
 * Derives these pairs again from all their rows, and stores what is new of it. Some at a time: while they are folded
 * here, Postgres writes the ones before and reads the next.
 * The caller owns the transaction and keeps pages of the connection from being stored meanwhile.
 */
export async function foldPairs(
  tenant: Tenant,
  connectionId: string,
  asOf: Instant,
  pairs: readonly Pair[],
): Promise<FoldedPairs> {
  const read = (from: number) =>
    awaitedLater(readMaterial(tenant, connectionId, pairs.slice(from, from + PAIRS_AT_A_TIME)));
  const stored: Promise<FoldedPairs>[] = [];
  let next = read(0);
  for (let from = 0; from < pairs.length; from += PAIRS_AT_A_TIME) {
    const material = await next;
    const others = await OtherShops.read(tenant, connectionId, material.prices);
    next = read(from + PAIRS_AT_A_TIME);
    stored.push(awaitedLater(foldMaterial(tenant, connectionId, asOf, { ...material, others })));
  }
  const parts = await Promise.all(stored);
  return {
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    created: parts.reduce((sum, { created }) => sum + created, 0),
    differences: parts.flatMap(({ differences }) => differences),
    isNewsForOthers: parts.some(({ isNewsForOthers }) => isNewsForOthers),
  };
}

/** What folding some pairs takes. */
interface Material {
  readonly pairs: readonly Pair[];
  readonly rows: ReadonlyMap<string, readonly FoldRow[]>;
  readonly standings: Standings;
  readonly prices: readonly PlanPrice[];
}

async function readMaterial(tenant: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<Material> {
  const [rows, standings, before] = await Promise.all([
    readRows(tenant, connectionId, pairs),
    readStandings(tenant, connectionId, pairs),
    storedPrices(tenant, connectionId, pairs),
  ]);
  return { pairs, rows, standings, prices: [...pricesIn(pairs, rows), ...before] };
}

async function foldMaterial(
  tenant: Tenant,
  connectionId: string,
  asOf: Instant,
  material: Material & { readonly others: OtherShops },
): Promise<FoldedPairs> {
  const { pairs, rows, standings, others } = material;
  const emptied = pairs.filter((pair) => rowsOf(material, pair).length === 0);
  const { changed, written } = storeResults(tenant, connectionId, foldEach(material, asOf), standings);
  await Promise.all([written, dropPairs(tenant, connectionId, emptied), rollUp(tenant, pairs)]);
  const isNews = changed.length > 0 || emptied.length > 0;
  const isNewsForOthers = isNews && (await others.markMisinformed(tenant, connectionId));
  return {
    rows: [...rows.values()].reduce((sum, own) => sum + own.length, 0),
    created: changed.filter(({ before }) => before === null).length,
    differences: changed.flatMap(differenceOf),
    isNewsForOthers,
  };
}

function* foldEach(material: Material & { readonly others: OtherShops }, asOf: Instant): Generator<Result> {
  for (const pair of material.pairs) {
    const own = rowsOf(material, pair);
    if (own.length > 0) yield { ...pair, folded: fold(own, asOf, material.others.hintsFor(pair)) };
  }
}

function rowsOf({ rows }: Material, pair: Pair): readonly FoldRow[] {
  return rows.get(pairKey(pair)) ?? [];
}

/** Without what else the fold gave: that may be much, and a rebuild has many. */
function differenceOf({ appNumber, shopNumber, before, folded }: ChangedResult): Difference[] {
  if (before === null) return [];
  const { status, detail, plan, mrr } = folded;
  return [{ appNumber, shopNumber, before, after: { status, detail, plan, mrr } }];
}

/** A failure is thrown where the promise is awaited; until then it must not count as one that nobody handles. */
function awaitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
