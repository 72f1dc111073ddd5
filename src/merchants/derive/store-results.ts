import { createHash } from 'node:crypto';
import type { Tenant } from '../../postgres/tenant.js';
import { RESULT_TABLES } from './result-tables.js';
import { noteCorrections } from '../corrections/store-corrections.js';
import { RULES_VERSION } from '../rules/words/rules-version.js';
import { isKept, type Kept } from './store-kept.js';
import { eachOf, pairKey, type Pair } from './store-pairs.js';
import { confirmStandings, type Standing, type Standings } from './store-standings.js';
import { together } from './together.js';
import type { Result } from './result-table.js';

/** A result that is not what was stored before. */
export interface ChangedResult extends Result {
  /** Null when nothing was. */
  readonly before: Standing | null;
}

/** What is stored of the pairs that are folded. */
export interface Stored {
  readonly standings: Standings;
  /** Their rows, where a digest is not to be taken at its word; otherwise null. */
  readonly kept: Kept | null;
}

/**
 * Writes what the folds of these pairs gave. A fold that gives what is stored writes nothing; of any other all of the
 * pair's rows are written anew. The caller holds lock_merchants.
 * @param results each is taken when the one before is done with: most are not kept
 * @returns at once the results that are written, and when they are
 */
export function storeResults(
  tenant: Tenant,
  connectionId: string,
  results: Iterable<Result>,
  { standings, kept }: Stored,
): { readonly changed: ChangedResult[]; readonly written: Promise<unknown> } {
  const stale: Pair[] = [];
  const changed: Written[] = [];
  for (const result of results) {
    const written = writtenOf(result);
    const before = standings.get(pairKey(result));
    const isSaidToBe = before?.digest === written.digest;
    const isSame = isSaidToBe && (kept === null || isKept(result.folded, result, kept.get(pairKey(result))));
    if (!isSame) changed.push(written);
    else if (before.rulesVersion < RULES_VERSION) stale.push(result);
  }
  const isStored = (pair: Pair) => standings.has(pairKey(pair)) || kept?.has(pairKey(pair)) === true;
  const replaced = changed.flatMap(({ result }) => (isStored(result) ? [result] : []));
  return {
    changed: changed.map(({ result }) => ({ ...result, before: standings.get(pairKey(result)) ?? null })),
    // All in this order on the transaction's connection, none waited for before the next is sent.
    written: together([
      noteCorrections(tenant, connectionId, replaced),
      dropPairs(tenant, connectionId, replaced),
      confirmStandings(tenant, connectionId, stale),
      ...RESULT_TABLES.map(async ({ insert }, index) => {
        const rows = changed.flatMap(({ rows: own }) => own[index] || []).join(',');
        if (rows !== '') await insert(tenant, connectionId, `[${rows}]`);
      }),
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
  readonly result: Result;
  /** Hash of all its rows. */
  readonly digest: string;
  /** For each table its rows as JSON, separated by commas. */
  readonly rows: readonly string[];
}

function writtenOf(result: Result): Written {
  const rows = RESULT_TABLES.map(({ rowsOf }) => JSON.stringify(rowsOf(result.folded, result)).slice(1, -1));
  const digest = createHash('sha256').update(rows.join('\n')).digest('base64');
  const [standing = '', ...others] = rows;
  return { result, digest, rows: [`{"digest":"${digest}",${standing.slice(1)}`, ...others] };
}
