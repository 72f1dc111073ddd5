import type { ReservedSql } from 'postgres';
import type { Sql } from '../../../src/postgres/sql.js';

/**
 * A connection for one test alone, until it is released. postgres.js 3.4.9 never hands out one that it has to open for
 * it when it does not ask for the types of arrays, so there is an open one first.
 */
export async function reserved(sql: Sql): Promise<ReservedSql> {
  await sql`select`;
  return sql.reserve();
}
