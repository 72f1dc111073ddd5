import { connectPostgres } from '../../../src/postgres/client.js';

/**
 * Time of a plain `COPY … TO` of all raw rows that name an app, written by the server to nowhere: what reading them once
 * costs it at least.
 * @param databaseUrl of a superuser
 */
export async function copySeconds(databaseUrl: string): Promise<number> {
  const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 1, statementTimeoutMs: 0 });
  try {
    const beganMs = performance.now();
    await sql`copy app_events to '/dev/null'`;
    await sql`copy (select * from transactions where app_number is not null) to '/dev/null'`;
    return (performance.now() - beganMs) / 1000;
  } finally {
    await sql.end();
  }
}
