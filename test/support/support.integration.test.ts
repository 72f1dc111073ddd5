import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPostgres } from '../../src/store/client.js';
import { createTestDatabase } from './database.js';
import { createTimeSkippingEnvironment, startDevServer } from './temporal.js';

test('a test database has the schema and no rows, and is gone after drop', async () => {
  const database = await createTestDatabase();
  const sql = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  expect(await sql`select name from migrations`).not.toHaveLength(0);
  expect(await sql`select id from connections`).toHaveLength(0);
  await database.drop();
  await expect(sql`select 1`.execute()).rejects.toThrow();
  await sql.end();
});

test('the time-skipping server skips days and takes our search attributes', async () => {
  const environment = await createTimeSkippingEnvironment();
  try {
    const before = await environment.currentTimeMs();
    await environment.sleep('10 days');
    expect(await environment.currentTimeMs()).toBeGreaterThan(before + 9 * 86_400_000);
  } finally {
    await environment.teardown();
  }
});

test('a development server with a database file survives SIGKILL', async () => {
  const databaseFile = join(tmpdir(), `${randomUUID()}.db`);
  const server = await startDevServer({ databaseFile });
  try {
    await server.kill('SIGKILL');
    await server.restart();
  } finally {
    await server.stop();
    rmSync(databaseFile, { force: true });
  }
});
