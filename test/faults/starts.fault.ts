import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPostgres } from '../../src/postgres/client.js';
import { migrate } from '../../src/postgres/schema/migrate.js';
import { paths } from '../../src/process/paths.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import { type AppProcess, useAppProcesses } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';
import { healed, told } from './heal.js';

/* Many that start at once, and a migration while others work. */
const MIGRATORS = 5;
const INSTANCES = 20;
/** What `src/postgres/client.ts` gives a statement to wait for a lock, and what a caller of the api is asked to wait. */
const LOCK_TIMEOUT_MS = 12_000;

const installation = useInstallation({ SYNC_INTERVAL: '2s' });
const processes = useAppProcesses();
const folder = mkdtempSync(join(tmpdir(), 'convot-migrations-'));
const empty = `empty_${process.pid}`;
let emptyUrl: string;

beforeAll(async () => {
  const url = new URL(installation.databaseUrl);
  url.pathname = `/${empty}`;
  emptyUrl = url.href;
  await installation.sql`create database ${installation.sql(empty)}`;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('F22: five that migrate an empty database at once apply each migration once', async () => {
  const env = { ...installation.environment(), DATABASE_URL: emptyUrl };
  const migrators = await Promise.all(
    Array.from({ length: MIGRATORS }, () => processes.start('cli/migrate.js', { env })),
  );
  for (const { exited } of migrators) expect(await exited).toMatchObject({ code: 0 });
  const applied = migrators.flatMap((migrator) => appliedBy(migrator));
  const names = readdirSync(paths.migrations).filter((file) => /^\d{4}_.*\.sql$/.test(file));
  expect(applied.sort()).toEqual(names.map((file) => file.replace('.sql', '')).sort());
}, 180_000);

/** What it says that it has applied. */
function appliedBy(migrator: AppProcess): string[] {
  const line = migrator
    .output()
    .split('\n')
    .find((text) => text.includes('"applied"'));
  return (JSON.parse(line ?? '{"applied":[]}') as { applied: string[] }).applied;
}

test('F22: twenty instances that start at once all start, and all end well', async () => {
  const env = { ...installation.environment(), DATABASE_URL: emptyUrl };
  const beganMs = performance.now();
  const instances = await Promise.all(
    Array.from({ length: INSTANCES }, (_, index) =>
      processes.start(index % 2 === 0 ? 'worker/main.js' : 'api/main.js', { env }),
    ),
  );
  await Promise.all(instances.map((instance) => instance.printed(/worker started|"port":\d+/, 240_000)));
  told(`${INSTANCES} instances: started`, performance.now() - beganMs);
  expect(instances.filter(({ exit }) => exit !== undefined)).toEqual([]);
  await Promise.all(instances.map((instance) => instance.end('SIGTERM')));
  expect(instances.map(({ exit }) => exit?.code)).toEqual(instances.map(() => 0));
  await installation.sql`drop database ${installation.sql(empty)} with (force)`;
}, 400_000);

/** The migrations that there are, and one more. */
function withOneMore(name: string, statement: string): string {
  const directory = join(folder, name);
  cpSync(paths.migrations, directory, { recursive: true });
  const count = readdirSync(directory).filter((file) => /^\d{4}_.*\.sql$/.test(file)).length;
  writeFileSync(join(directory, `${String(count + 1).padStart(4, '0')}_${name}.sql`), statement);
  return directory;
}

test('F23: a migration that waits for its lock under load keeps nobody waiting beyond the lock timeout, and is done when run again', async () => {
  const { sql } = installation;
  const api = await installation.startApi();
  const worker = await installation.startWorker();
  const accounts = Array.from({ length: 6 }, () => new PartnerAccount(installation, { transactions: 20, events: 20 }));
  for (const account of accounts) await account.connect();
  for (const account of accounts) await account.backfilled();
  const directory = withOneMore('wanted', 'alter table connections add column wanted_by_test integer;');

  const answers: { status: number; ms: number }[] = [];
  let isOver = false;
  const load = Promise.all(
    accounts.map(async (account) => {
      while (!isOver) {
        const beganMs = performance.now();
        const { status } = await account.call('POST', `/${account.connectionId}/sync`);
        answers.push({ status, ms: performance.now() - beganMs });
      }
    }),
  );
  try {
    // Somebody reads for long: the migration waits for him, and everybody else for the migration.
    const reader = connectPostgres(installation.databaseUrl, { applicationName: 'reader', max: 1 });
    const reading = reader`select count(*) from connections, pg_sleep(20)`;
    const isReading = async () =>
      (await sql`select pid from pg_stat_activity where application_name = 'reader' and wait_event = 'PgSleep'`)
        .length > 0;
    const longRead = reading.execute();
    await waitFor('the long read', isReading);
    await expect(migrate(installation.databaseUrl, directory)).rejects.toMatchObject({ code: '55P03' });
    await longRead;
    await reader.end();
    await healed('migration under load: run again', () => migrate(installation.databaseUrl, directory), 60_000);
  } finally {
    isOver = true;
    await load;
  }
  const longest = told('migration under load: longest answer', Math.max(...answers.map(({ ms }) => ms)));
  expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
  expect(longest).toBeLessThan(LOCK_TIMEOUT_MS);
  expect(answers.length).toBeGreaterThan(20);
  const [column] = await sql`
    select column_name from information_schema.columns
    where table_name = 'connections' and column_name = 'wanted_by_test'
  `;
  expect(column).toBeDefined();
  // The code that does not know of it runs on.
  const before = accounts.map((account) => account.requests().length);
  const allSynced = () => accounts.every((account, index) => account.requests().length > (before[index] ?? 0));
  await healed('migration under load: every connection synced after it', allSynced, 60_000);
  for (const account of accounts) {
    expect(await account.view()).toMatchObject({ status: 'connected', consecutiveFailures: 0, error: null });
  }
  expect([worker.exit, api.exit]).toEqual([undefined, undefined]);
}, 300_000);
