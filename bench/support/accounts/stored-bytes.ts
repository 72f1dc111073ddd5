import { connectPostgres } from '../../../src/postgres/client.js';

/** Bytes of a whole database, with its indexes. @param databaseUrl of a superuser */
export async function storedBytes(databaseUrl: string): Promise<number> {
  const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 1 });
  try {
    const [row] = await sql<{ bytes: number }[]>`
      select pg_database_size(current_database())::double precision as bytes
    `;
    return row?.bytes ?? 0;
  } finally {
    await sql.end();
  }
}
