import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';

/** The raw rows; everything else that a page writes is bookkeeping. */
const TABLES = ['transactions', 'app_events'] as const;

export type CopiedRows = ReadonlyMap<string, readonly Buffer[]>;

/** @param databaseUrl of a role that row-level security does not bind */
export async function copyOut(databaseUrl: string): Promise<CopiedRows> {
  const copied = new Map<string, Buffer[]>();
  for (const table of TABLES) {
    const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 1, statementTimeoutMs: 0 });
    const chunks: Buffer[] = [];
    for await (const chunk of await sql`copy ${sql(table)} to stdout`.readable()) chunks.push(chunk as Buffer);
    copied.set(table, blocks(chunks));
    // postgres.js may leave the socket paused after the last row: nothing else would ever be answered on it.
    await sql.end({ timeout: 0 });
  }
  return copied;
}

/** The quickest way there is for the same rows into the same tables with the same indexes. */
export async function copyIn(sql: Sql, rows: CopiedRows): Promise<void> {
  for (const [table, chunks] of rows) {
    await pipeline(Readable.from(chunks), await sql`copy ${sql(table)} from stdin`.writable());
  }
}

const BLOCK_BYTES = 256 * 1024;

/** The server sends each row apart; sent back like that they would cost the sender most of its time. */
function blocks(chunks: readonly Buffer[]): Buffer[] {
  const made: Buffer[] = [];
  let pending: Buffer[] = [];
  let bytes = 0;
  for (const chunk of chunks) {
    pending.push(chunk);
    bytes += chunk.length;
    if (bytes < BLOCK_BYTES) continue;
    made.push(Buffer.concat(pending));
    [pending, bytes] = [[], 0];
  }
  return [...made, Buffer.concat(pending)];
}
