import { migrate } from '../../src/postgres/schema/migrate.js';
import { SCHEMA_VERSION } from '../../src/postgres/schema/schema-version.js';
import { useMoreMigrations } from '../support/database/more-migrations.js';
import { runCli } from '../support/servers/cli.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';

/* Processes of this version on the schema of a newer one: N-1 code on schema N. */
const installation = useInstallation();
const more = useMoreMigrations();
const deployed = () => migrate(installation.databaseUrl, more.directory);
const cli = () => runCli(installation.environment(), 'connections', 'list');

test('they run beside a compatible migration, end at a breaking one, and do not begin behind it', async () => {
  const [api, worker] = [await installation.startApi(), await installation.startWorker()];
  more.add('compatible', '--! compatible\nalter table merchants add column newer text;');
  await deployed();
  const [secondApi, secondWorker] = [await installation.startApi(), await installation.startWorker()];
  expect(await cli()).toContain('0 connections');

  const { name } = more.add('breaking', '--! breaking\nalter table merchants drop column newer;');
  const processes = [api, worker, secondApi, secondWorker];
  expect(processes.map(({ exit }) => exit)).toEqual(processes.map(() => undefined));
  // It ends only once they have.
  await deployed();
  await waitFor('them to be gone', () => processes.every(({ exit }) => exit !== undefined));
  for (const process of processes) {
    expect(process.exit).toMatchObject({ code: 1 });
    expect(process.output()).toContain('"code":"database_ahead"');
  }
  const ahead = `The database is ahead by ${name}`;
  await expect(installation.startApi()).rejects.toThrow(ahead);
  await expect(installation.startWorker()).rejects.toThrow(ahead);
  await expect(cli()).rejects.toThrow(ahead);
});

test('they do not begin on a database that lacks a migration, and say what to do', async () => {
  const { sql } = installation;
  await sql`delete from migrations where number >= ${SCHEMA_VERSION}`;
  const wanted = 'Run `npm run migrate` of this version first.';
  await expect(installation.startApi()).rejects.toThrow(wanted);
  await expect(installation.startWorker()).rejects.toThrow(wanted);
  await expect(cli()).rejects.toThrow(wanted);
});
