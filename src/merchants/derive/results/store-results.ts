import { createHash } from 'node:crypto';
import type { Tenant } from '../../../postgres/tenant.js';
import { noteCorrections } from '../../corrections/store-corrections.js';
import { eachOf, type Pair, pairKey, type PairResult } from '../../pairs.js';
import { RULES_VERSION } from '../../rules/fold.js';
import { planLooks } from './plan-looks.js';
import { RESULT_TABLES } from './result-tables.js';
import { isAsStored, type StoredRows } from './stored-rows.js';
import { confirmSummaries, type PairSummaries, type PairSummary } from './summaries.js';

/** A result that is not what was stored before. */
export interface ChangedResult extends PairResult {
  /** Null when nothing was. */
  readonly before: PairSummary | null;
}

/** What is stored of the pairs that are folded. */
export interface StoredResults {
  readonly summaries: PairSummaries;
  /** Their rows, where a digest is not to be taken at its word; otherwise null. */
  readonly rows: StoredRows | null;
}

export interface WrittenResults {
  /** Those that are written. */
  readonly changed: ChangedResult[];
  /** When they are. */
  readonly written: Promise<unknown>;
}

/**
 * Writes what the folds of these pairs gave. A fold that gives what is stored writes nothing; of any other all of the
 * pair's rows are written anew. The caller holds lock_merchants.
 * @param results each is taken when the one before is done with: most are not kept
 * @returns when the last one is taken
 */
export async function storeResults(
  tenant: Tenant,
  connectionId: string,
  results: Iterable<PairResult> | AsyncIterable<PairResult>,
  { summaries, rows: storedRows }: StoredResults,
): Promise<WrittenResults> {
  const stale: Pair[] = [];
  const changed: Written[] = [];
  for await (const result of results) {
    const written = writtenOf(result);
    const before = summaries.get(pairKey(result));
    const isSaidToBe = before?.digest === written.digest;
    const isSame =
      isSaidToBe && (storedRows === null || isAsStored(result.folded, result, storedRows.get(pairKey(result))));
    if (!isSame) changed.push(written);
    else if (before.rulesVersion < RULES_VERSION) stale.push(result);
  }
  const isStored = (pair: Pair) => summaries.has(pairKey(pair)) || storedRows?.has(pairKey(pair)) === true;
  const replaced = changed.flatMap(({ result }) => (isStored(result) ? [result] : []));
  return {
    changed: changed.map(({ result }) => ({ ...result, before: summaries.get(pairKey(result)) ?? null })),
    // All in this order on the transaction's connection, none waited for before the next is sent.
    written: awaitAll([
      noteCorrections(tenant, connectionId, replaced),
      dropPairs(tenant, connectionId, replaced),
      confirmSummaries(tenant, connectionId, stale),
      ...RESULT_TABLES.map(async ({ insert }, index) => {
        const inserted = changed.flatMap(({ rows: own }) => own[index] || []).join(',');
        if (inserted !== '') await insert(tenant, connectionId, `[${inserted}]`);
      }),
      planLooks(
        tenant,
        connectionId,
        changed.map(({ result }) => result),
      ),
    ]),
  };
}

/** Forgets what was derived of these pairs. */
export async function dropPairs({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  // Found pair by pair (`offset 0`) and deleted by place: joined freely, a planner without fresh statistics walks the
  // whole connection for every batch. Nobody moves them meanwhile, because the caller holds the organization's lock.
  await Promise.all(
    RESULT_TABLES.map(
      ({ name }) => sql`
        delete from ${sql(name)}
        where ctid = any (array(
          select own.place
          from ${eachOf(sql, pairs)}
          cross join lateral (
            select t.ctid as place
            from ${sql(name)} t
            where t.connection_id = ${connectionId} and t.app_number = p.app_number and t.shop_number = p.shop_number
            offset 0
          ) as own
        ))
      `,
    ),
  );
}

/** Sums the shops of these pairs up again over their apps. */
export async function rollUp({ sql }: Tenant, pairs: readonly Pair[]): Promise<void> {
  await sql`call roll_up_merchants(${[...new Set(pairs.map(({ shopNumber }) => shopNumber))]}::bigint[])`;
}

/** A result as the tables take it. */
interface Written {
  readonly result: PairResult;
  /** Hash of all its rows. */
  readonly digest: string;
  /** For each table its rows as JSON, separated by commas. */
  readonly rows: readonly string[];
}

function writtenOf(result: PairResult): Written {
  const rows = RESULT_TABLES.map(({ rowsOf }) => JSON.stringify(rowsOf(result.folded, result)).slice(1, -1));
  const digest = createHash('sha256').update(rows.join('\n')).digest('base64');
  const [summary = '', ...others] = rows;
  return { result, digest, rows: [`{"digest":"${digest}",${summary.slice(1)}`, ...others] };
}

/**
 * `Promise.all` for work within one transaction: fails only when nothing of it goes on any more. What it sent after the
 * rollback would run on a connection that is somebody else's by then.
 */
export async function awaitAll<Results extends readonly unknown[]>(
  work: Results,
): Promise<{ -readonly [Index in keyof Results]: Awaited<Results[Index]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
