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
