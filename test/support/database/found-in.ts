import type { Sql } from '../../../src/postgres/sql.js';
import { TracesOf } from './traces-of.js';

export interface Traces {
  /** Searched for as they are and encoded. */
  readonly texts: readonly string[];
  /** Searched for as whole numbers, of other digits or letters apart. */
  readonly numbers: readonly string[];
}

/** Tables of a database in whose rows anything of this is found, in whatever column. */
export async function tablesWith(sql: Sql, { texts, numbers }: Traces): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select relname as name
    from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace
    order by relname
  `;
  const traces = texts.map((text) => new TracesOf(text));
  // In bytes that are shown in hex a number stands as the hex of its digits.
  const alone = numbers.length === 0 ? null : new RegExp(`(?<![0-9A-Za-z])(${numbers.join('|')})(?![0-9A-Za-z])`);
  const hex = numbers.map((number) => Buffer.from(`/${number}"`).toString('hex'));
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await sql<{ row: string }[]>`select t::text as row from ${sql(name)} t`;
    const text = rows.map(({ row }) => row).join('\n');
    const isThere =
      traces.some((trace) => trace.in(text)) ||
      alone?.test(text) === true ||
      hex.some((digits) => text.includes(digits));
    if (isThere) found.push(name);
  }
  return found;
}
