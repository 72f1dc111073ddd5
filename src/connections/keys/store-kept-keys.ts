import type { Sql, TransactionSql } from '../../postgres/sql.js';

/** Each has one row at most. */
export type KeptKeyTable = 'installation_key' | 'erasure_key';

type AnySql = Sql | TransactionSql;

/** Keeps this one if there is none yet. */
export async function keepKey(sql: AnySql, table: KeptKeyTable, ciphertext: string): Promise<void> {
  await sql`insert into ${sql(table)} (ciphertext) values (${ciphertext}) on conflict do nothing`;
}

export async function readKey(sql: AnySql, table: KeptKeyTable): Promise<string | undefined> {
  const [row] = await sql<{ ciphertext: string }[]>`select ciphertext from ${sql(table)}`;
  return row?.ciphertext;
}

/** Only if it still is what was read: another process may have replaced it meanwhile, by its own encryption of the same key. */
export async function replaceKey(sql: AnySql, table: KeptKeyTable, before: string, after: string): Promise<void> {
  await sql`update ${sql(table)} set ciphertext = ${after} where ciphertext = ${before}`;
}
