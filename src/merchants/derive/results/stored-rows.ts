import postgres from 'postgres';
import type { Tenant } from '../../../postgres/tenant.js';
import { eachOf, type Pair, pairKey } from '../../pairs.js';
import type { Folded } from '../../rules/fold.js';
import { RESULT_TABLES } from './result-tables.js';

type StoredRow = Readonly<Record<string, unknown>>;

/** By `pairKey`, the rows that are stored of a pair in each of `RESULT_TABLES`. */
export type StoredRows = ReadonlyMap<string, readonly StoredRow[][]>;

/** Reads what the digest of a summary only speaks for. */
export async function readStoredRows(
  { sql }: Tenant,
  connectionId: string,
  pairs: readonly Pair[],
): Promise<StoredRows> {
  const tables = await Promise.all(
    RESULT_TABLES.map(
      ({ name }) => sql<(StoredRow & Pair)[]>`
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
  const kept = new Map<string, StoredRow[][]>();
  for (const [index, rows] of tables.entries()) {
    for (const row of rows) {
      const own = kept.get(pairKey(row)) ?? RESULT_TABLES.map(() => []);
      own[index]?.push(row);
      kept.set(pairKey(row), own);
    }
  }
  return kept;
}

/** Whether the tables have just the rows that this fold gives, in whatever order. */
export function isAsStored(folded: Folded, pair: Pair, stored: readonly StoredRow[][] | undefined): boolean {
  return RESULT_TABLES.every(({ rowsOf }, index) => {
    const given = rowsOf(folded, pair) as readonly StoredRow[];
    const own = stored?.[index] ?? [];
    const [first] = given;
    if (first === undefined || given.length !== own.length) return given.length === own.length;
    const names = Object.keys(first);
    const wanted = new Set(given.map((row) => rowText(names.map((name) => row[name]))));
    return own.every((row) => wanted.has(rowText(names.map((name) => row[columnOf(name)]))));
  });
}

function rowText(values: readonly unknown[]): string {
  return values.map(textOfValue).join('\n');
}

/** A result may leave out what is null in a column. */
function textOfValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(sorted(value));
}

const columns = new Map<string, string>();

/** As postgres.js names it. */
function columnOf(name: string): string {
  const known = columns.get(name) ?? postgres.toCamel(name);
  columns.set(name, known);
  return known;
}

/** Postgres keeps the names in a JSON column in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, own]) => [key, sorted(own)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
