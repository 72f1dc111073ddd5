import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findPostgres } from '../src/dev/postgres/binaries.js';
import { findProgram, pathFolders } from '../src/dev/programs.js';
import { connectPostgres } from '../src/postgres/client.js';
import type { Sql } from '../src/postgres/sql.js';
import { multiplyDemoAccount } from './support/accounts/multiplied-account.js';
import { rebuild } from './support/accounts/rebuild-process.js';
import { rounded } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';

const TIMEOUT_MS = 2 * 3_600_000;

export const options = {
  rows: { usual: 1_000_000, tiny: 1 },
  seed: { usual: 'restore' },
};

/**
 * How long a backup and its restore take of so many raw rows with all that is derived of them, by the commands of
 * docs/restoring.md: `pg_dump` of the running database, `pg_restore` into an empty one, and the statistics, which before
 * PostgreSQL 18 no dump has.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { databases } = installation;
  const databaseUrl = await databases.create();
  const account = await multiplyDemoAccount(databaseUrl, { seed: chosen.seed, leastRows: chosen.rows });
  await rebuild(installation, databaseUrl, account);
  const stored = await withSql(databaseUrl, measure);
  const figures = { rows: account.rows, pairs: account.pairs, databaseMb: stored.mb };
  const programs = clientPrograms(installation);
  if (programs === undefined) {
    say('The PostgreSQL that npm brings lacks pg_dump, pg_restore or vacuumdb: nothing was dumped.');
    return figures;
  }
  const file = join(installation.folder, 'restore.dump');
  const dumpSeconds = await timed(installation, programs.dump, databaseUrl, ['--format=custom', `--file=${file}`]);
  const target = await databases.createEmpty();
  const how = ['--single-transaction', '--exit-on-error', file];
  const restoreSeconds = await timed(installation, programs.restore, target, [databaseOption(target), ...how]);
  const analyzeSeconds = await timed(installation, programs.vacuum, target, ['--analyze-only']);
  const restored = await withSql(target, measure);
  if (JSON.stringify(restored.counts) !== JSON.stringify(stored.counts))
    throw new Error(
      `It came back otherwise: ${JSON.stringify(restored.counts)}, not ${JSON.stringify(stored.counts)}.`,
    );
  const dumpMb = rounded(statSync(file).size / 1e6, 1);
  return {
    ...figures,
    dumpMb,
    dumpSeconds,
    restoreSeconds,
    analyzeSeconds,
    restoredRowsPerSecond: Math.round(account.rows / restoreSeconds),
  };
}

/** Those of the server's own version: an older one refuses to dump. */
function clientPrograms({ search, folder }: Installation) {
  const { postgres } = findPostgres({ ...search, home: folder, user: undefined, dataMajor: undefined });
  const folders = [dirname(postgres), ...pathFolders(search.env)];
  const [dump, restore, vacuum] = ['pg_dump', 'pg_restore', 'vacuumdb'].map((name) => findProgram(name, folders));
  return dump === undefined || restore === undefined || vacuum === undefined ? undefined : { dump, restore, vacuum };
}

/** Seconds that the program takes. What was written before is on disk. */
async function timed({ processes, search }: Installation, command: string, databaseUrl: string, args: string[]) {
  await withSql(databaseUrl, (sql) => sql`checkpoint`);
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const server = {
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
    PGDATABASE: pathname.slice(1),
  };
  const beganMs = performance.now();
  await processes.run(
    { name: command, command, args, cwd: search.root, env: { PATH: search.env['PATH'], LC_ALL: 'C', ...server } },
    TIMEOUT_MS,
  );
  return rounded((performance.now() - beganMs) / 1000, 1);
}

function databaseOption(databaseUrl: string): string {
  return `--dbname=${new URL(databaseUrl).pathname.slice(1)}`;
}

/** How much there is, and how many rows of each kind. */
async function measure(sql: Sql) {
  const [{ mb }] = await sql<[{ mb: number }]>`
    select round(pg_database_size(current_database()) / 1e6)::integer as mb
  `;
  const [counts] = await sql`
    select
      (select count(*) from transactions) as transactions,
      (select count(*) from app_events) as app_events,
      (select count(*) from merchant_apps) as merchant_apps,
      (select count(*) from merchant_events) as merchant_events,
      (select count(*) from mrr_days) as mrr_days
  `;
  return { mb, counts };
}

async function withSql<T>(databaseUrl: string, work: (sql: Sql) => PromiseLike<T>): Promise<T> {
  const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 1, statementTimeoutMs: 0 });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
