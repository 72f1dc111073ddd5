import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { connectPostgres } from './client.js';
import type { Sql } from './sql.js';
import { withTenant } from './tenant.js';

/* After a failover the lines to what was the primary work, and take no writes. */
let database: TestDatabase;
let sql: Sql;
let name: string;

beforeAll(async () => {
  database = await createTestDatabase();
  name = new URL(database.url).pathname.slice(1);
  sql = connectPostgres(database.url, { applicationName: 'test', max: 1 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

test('a pool whose lines take no writes is replaced by one that looks where the address leads now', async () => {
  await sql`alter database ${sql(name)} set default_transaction_read_only = on`;
  const astray = connectPostgres(database.url, { applicationName: 'test', max: 2 });
  try {
    await expect(withTenant(astray, 'org_1', (tenant) => tenant.sql`delete from connections`)).rejects.toMatchObject({
      code: '25006',
    });
    await sql`alter database ${sql(name)} reset default_transaction_read_only`;
    await waitFor('a write', () => astray`delete from connections`.then(() => true), { timeoutMs: 15_000 });
  } finally {
    await astray.end();
    await sql`alter database ${sql(name)} reset default_transaction_read_only`;
  }
});

test('one that is replaced with a statement under way can be ended, although the line of that was cut meanwhile', async () => {
  await sql`alter database ${sql(name)} set default_transaction_read_only = on`;
  const astray = connectPostgres(database.url, { applicationName: 'retired', max: 2 });
  const pids = async (state: 'active' | 'idle') => {
    const rows = await sql<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name = 'retired' and state = ${state}
    `;
    return rows.map(({ pid }) => pid);
  };
  try {
    const busy = astray`select pg_sleep(25)`.catch((error: unknown) => error);
    const [busyPid] = await waitFor('it to be under way', async () => {
      const found = await pids('active');
      return found.length === 1 && found;
    });
    await astray`select`;
    const [idlePid] = await pids('idle');
    // It is replaced once it is five seconds old; another five later its line that idles is closed.
    const isRetired = async () => {
      await astray`delete from connections`.catch(() => undefined);
      const idle = await pids('idle');
      return idle.length > 0 && !idle.includes(idlePid ?? 0);
    };
    await waitFor('it to be retired', isRetired, { timeoutMs: 25_000, intervalMs: 500 });
    await sql`select pg_terminate_backend(${busyPid ?? 0}, 5000)`;
    expect(await busy).toMatchObject({ code: 'CONNECTION_CLOSED' });
    const beganMs = performance.now();
    await astray.end({ timeout: 1 });
    expect(performance.now() - beganMs).toBeLessThan(5_000);
  } finally {
    await astray.end({ timeout: 1 });
    await sql`alter database ${sql(name)} reset default_transaction_read_only`;
  }
}, 60_000);
