import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { inheritedEnvironment } from '../../../src/config/config.js';
import { ProcessGroup } from '../../../src/dev/processes/process-group.js';
import { startDevServer as startServer } from '../../../src/dev/temporal/server.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import { createTestDatabase } from '../database/database.js';
import { testServers } from '../run/servers.js';
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
    await expect(server.kill('SIGKILL')).rejects.toThrow('Temporal does not run.');
    // As an earlier version left them.
    for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o644);
    await server.restart();
    expect(modes()).toEqual(modes().map(() => '600'));
    // A second one on its port would never serve, and nobody would notice, because the first answers.
    await server.restart();
    expect(await server.kill('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    await expect(Connection.connect({ address: server.address, connectTimeout: 500 })).rejects.toThrow();
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a development server is not started where another listens, which would answer in its place', async () => {
  const server = await startDevServer();
  const processes = new ProcessGroup();
  const port = Number(server.address.split(':')[1]);
  const { temporalProgram: program, logs } = testServers();
  try {
    const second = { processes, env: inheritedEnvironment(), program, port, logFile: join(logs, 'second.log') };
    await expect(startServer(second)).rejects.toThrow(`Something else listens at ${server.address}.`);
  } finally {
    await processes.killAll();
    await server.stop();
  }
});
