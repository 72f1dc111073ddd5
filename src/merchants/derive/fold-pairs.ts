import { setImmediate as othersTurn } from 'node:timers/promises';
import type { MerchantSummary } from '../../contract/merchant-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { storeNotices } from '../notices/store-notices.js';
import { type Pair, pairKey, type PairResult, type PairToFold } from '../pairs.js';
import { readShopTimes } from '../refresh/shop-times.js';
import { fold } from '../rules/fold.js';
import type { RawRow } from '../rules/words/rows.js';
import { hintsFor, OtherShops, pricesIn, storedPrices } from './input/other-shops.js';
import { type PlanIntervals, readPlanIntervals } from './input/plan-intervals.js';
import { readRows } from './input/read-rows.js';
import {
  awaitAll,
  type ChangedResult,
  dropPairs,
  rollUp,
  type StoredResults,
  storeResults,
  type WrittenResults,
} from './results/store-results.js';
import { readStoredRows } from './results/stored-rows.js';
import { readSummaries } from './results/summaries.js';

/** Even when what is shown of both is the same: then the history, another figure or a reason is another. */
export interface Difference extends Pair {
  readonly before: MerchantSummary;
  readonly after: MerchantSummary;
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
  /** Ids of the messages to Convot that it wrote; they may be sent once they are committed. */
  readonly messages: readonly string[];
}

// So that few rows lie in memory: those that are folded, and those that are read meanwhile.
const PAIRS_AT_A_TIME = 100;
// A hundred pairs take a tenth of a second and more. What this process does besides, above all for somebody who waits, shall
// not wait for all of them.
const AT_A_STRETCH_MS = 10;

/**
 * Derives these pairs again from all their rows, as of `asOf` or of when their shop was last refreshed, and stores what is new of it. While some of them are folded here,
 * Postgres writes the ones before and reads the next.
 * The caller owns the transaction and keeps pages of the connection from being stored meanwhile.
 * @param options.isRebuild compares with the rows that are stored, not only with what their digest says of them
 */
export async function foldPairs(
  tenant: Tenant,
  connectionId: string,
  asOf: Instant,
  pairs: readonly PairToFold[],
  { isRebuild = false }: { readonly isRebuild?: boolean } = {},
): Promise<FoldedPairs> {
  const chunks = Array.from({ length: Math.ceil(pairs.length / PAIRS_AT_A_TIME) }, (_, index) =>
    pairs.slice(index * PAIRS_AT_A_TIME, (index + 1) * PAIRS_AT_A_TIME),
  );
  const planIntervals = await readPlanIntervals(tenant);
  const readNext = () => {
    const chunk = chunks.shift();
    return chunk && awaitedLater(readMaterial(tenant, connectionId, asOf, chunk, isRebuild));
  };
  const stored: Promise<FoldedPairs>[] = [];
  let reading = readNext();
  try {
    while (reading !== undefined) {
      const material: Material = await reading;
      reading = readNext();
      const results = foldEach({ ...material, planIntervals }, asOf);
      const folded = await storeResults(tenant, connectionId, results, material.stored);
      stored.push(awaitedLater(finish(tenant, connectionId, asOf, material, folded)));
    }
  } finally {
    await Promise.allSettled([reading, ...stored]); // also after a failure: see `awaitAll`
  }
  const parts = await Promise.all(stored);
  return {
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    created: parts.reduce((sum, { created }) => sum + created, 0),
    differences: parts.flatMap(({ differences }) => differences),
    isNewsForOthers: parts.some(({ isNewsForOthers }) => isNewsForOthers),
    messages: parts.flatMap(({ messages }) => messages),
  };
}

/** What folding some pairs takes. */
interface Material {
  readonly pairs: readonly PairToFold[];
  readonly rows: ReadonlyMap<string, readonly RawRow[]>;
  readonly stored: StoredResults;
  /** Of shops that were read by themselves, later than at the time that all are derived as of. */
  readonly shopTimes: ReadonlyMap<string, Instant>;
  /** As of when it was read. What is learned later is told to those that it concerns: see `markMisinformed`. */
  readonly others: OtherShops;
}

interface PlanSettings {
  readonly planIntervals: PlanIntervals;
}

async function readMaterial(
  tenant: Tenant,
  connectionId: string,
  asOf: Instant,
  pairs: readonly PairToFold[],
  isRebuild: boolean,
): Promise<Material> {
  const shopNumbers = pairs.map(({ shopNumber }) => shopNumber);
  const [rows, summaries, storedRows, before, shopTimes] = await awaitAll([
    readRows(tenant, connectionId, pairs),
    readSummaries(tenant, connectionId, pairs),
    isRebuild ? readStoredRows(tenant, connectionId, pairs) : null,
    storedPrices(tenant, connectionId, pairs),
    readShopTimes(tenant, connectionId, asOf, shopNumbers),
  ]);
  const others = await OtherShops.read(tenant, connectionId, [...pricesIn(pairs, rows), ...before]);
  return { pairs, rows, stored: { summaries, rows: storedRows }, shopTimes, others };
}

/** Whatever follows from what some pairs gave. */
async function finish(
  tenant: Tenant,
  connectionId: string,
  asOf: Instant,
  material: Material,
  { changed, written }: WrittenResults,
): Promise<FoldedPairs> {
  const { pairs, rows, others } = material;
  const emptied = pairs.filter((pair) => rowsOf(material, pair).length === 0);
  const [messages] = await awaitAll([
    storeNotices(tenant, connectionId, asOf, changed, rows),
    written,
    dropPairs(tenant, connectionId, emptied),
    rollUp(tenant, pairs),
  ]);
  const isNews = changed.length > 0 || emptied.length > 0;
  const isNewsForOthers = isNews && (await others.markMisinformed(tenant, connectionId));
  return {
    rows: [...rows.values()].reduce((sum, own) => sum + own.length, 0),
    created: changed.filter(({ before }) => before === null).length,
    differences: changed.flatMap(differenceOf),
    isNewsForOthers,
    messages,
  };
}

async function* foldEach(material: Material & PlanSettings, asOf: Instant): AsyncGenerator<PairResult> {
  let begunAtMs = performance.now();
  for (const pair of material.pairs) {
    if (performance.now() - begunAtMs >= AT_A_STRETCH_MS) {
      await othersTurn();
      begunAtMs = performance.now();
    }
    const own = rowsOf(material, pair);
    if (own.length === 0) continue;
    const hints = hintsFor(pair, material.planIntervals, material.others);
    // Never back to an earlier time: what was seen since would be taken for what is still to come.
    const time = material.shopTimes.get(pair.shopNumber) ?? asOf;
    const refold: PairResult['refold'] = (then, rowsUntil) => {
      const rows = own.filter(({ at }) => at <= rowsUntil);
      return fold(rows, then, hints);
    };
    yield { ...pair, folded: fold(own, time, hints), asOf: time, refold };
  }
}

function rowsOf({ rows }: Material, pair: Pair): readonly RawRow[] {
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
