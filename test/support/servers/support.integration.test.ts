import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPostgres } from '../../../src/postgres/client.js';
import { createTestDatabase } from '../database/database.js';
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

test('a development server with a database file survives SIGKILL, and nobody else can read the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'convot-temporal-'));
  const modes = () => readdirSync(folder).map((file) => (statSync(join(folder, file)).mode & 0o777).toString(8));
  const server = await startDevServer({ databaseFile: join(folder, 'temporal.db') });
  try {
    expect(modes()).toEqual(modes().map(() => '600'));
    expect(modes()).not.toHaveLength(0);
    await server.kill('SIGKILL');
    // As an earlier version left them.
    for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o644);
    await server.restart();
    expect(modes()).toEqual(modes().map(() => '600'));
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
