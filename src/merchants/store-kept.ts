import postgres from 'postgres';
import type { Tenant } from '../store/tenant.js';
import type { Folded } from './fold.js';
import { RESULT_TABLES } from './result-tables.js';
import { eachOf, pairKey, type Pair } from './store-pairs.js';

/** By `pairKey`, all rows that are stored of a pair, as `textOfResult` writes those of a fold. */
export type Kept = ReadonlyMap<string, string>;

/** Reads what the digest of a standing only speaks for. */
export async function readKept({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<Kept> {
  const tables = await Promise.all(
    RESULT_TABLES.map(
      ({ name }) => sql<Pair[]>`
        select own.*
        from ${eachOf(sql, pairs)}
        cross join lateral (
          select *
          from ${sql(name)} t
          where t.connection_id = ${connectionId} and t.app_number = p.app_number and t.shop_number = p.shop_number
          offset 0
        ) as own
      `,
    ),
  );
  const rowsOf = new Map<string, object[][]>();
  for (const [index, rows] of tables.entries()) {
    for (const row of rows) {
      const own = rowsOf.get(pairKey(row)) ?? RESULT_TABLES.map(() => []);
      own[index]?.push(row);
      rowsOf.set(pairKey(row), own);
    }
  }
  return new Map([...rowsOf].map(([key, own]) => [key, textOf(own)]));
}

/** All rows of a pair as one text, whatever their order, and the order of what is in them. */
export function textOfResult(folded: Folded, pair: Pair): string {
  return textOf(RESULT_TABLES.map(({ rowsOf }) => rowsOf(folded, pair)));
}

// Of whom the row is, and what the fold did not say.
const BESIDE = new Set(['organizationId', 'connectionId', 'digest', 'rulesVersion']);

function textOf(tables: readonly (readonly object[])[]): string {
  return JSON.stringify(tables.map((rows) => rows.map((row) => JSON.stringify(columnsOf(row))).sort()));
}

function columnsOf(row: object): unknown {
  const named = Object.entries(row).map(([name, value]) => [postgres.toCamel(name), value as unknown] as const);
  return sorted(Object.fromEntries(named.filter(([name]) => !BESIDE.has(name))));
}

/** What is null is left out: a row says so for a column, a result need not. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const some = Object.entries(value).filter(([, own]) => own !== null && own !== undefined);
  return Object.fromEntries(
    some.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, own]) => [key, sorted(own)]),
  );
}
