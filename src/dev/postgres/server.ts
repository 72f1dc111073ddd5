import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectPostgres } from '../../postgres/client.js';
import { endUnlessGone } from '../processes/left-overs.js';
import type { ProcessGroup, RunningProcess } from '../processes/process-group.js';
import { commandOf } from '../processes/process-table.js';
import { waitFor } from '../processes/wait-for.js';
import { type Say, step } from '../progress.js';
import { findPostgres, type PostgresBinaries } from './binaries.js';
import type { ServerUser } from './home.js';

export interface PostgresOptions {
  processes: ProcessGroup;
  env: NodeJS.ProcessEnv;
  say: Say;
  /** The checkout. */
  root: string;
  /** Holds the data and the password; see home.ts. */
  home: string;
  user: ServerUser | undefined;
  port: number;
  logFile: string;
  /** For tests: commits survive a crash of the server, but not of the machine. */
  throwAway?: boolean;
}

export interface PostgresServer {
  /** With the password; its role is the cluster's superuser. */
  readonly url: string;
  readonly process: RunningProcess;
}

const ROLE = 'convot';
// A crashed server first replays its log; that takes as long as it takes, but not for ever.
const START_TIMEOUT_MS = 120_000;

/**
 * Starts PostgreSQL on the loopback interface, creating cluster and database when they are missing. Other users of the
 * machine can reach the port, so that a password is asked for; it is made once and kept in `home`, mode 0600.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { processes, home, user, port, logFile, say, throwAway = false } = options;
  const data = join(home, 'data');
  const binaries = findPostgres({ ...options, dataMajor: majorOf(data) });
  await stopLeftOver(data, say);
  if (!existsSync(data)) {
    await step(say, `Creating a PostgreSQL ${binaries.major} database cluster in ${home}`, () =>
      initialise(binaries, options),
    );
  }
  const server = await processes.start({
    name: 'PostgreSQL',
    command: binaries.postgres,
    args: ['-D', data, ...settings(port, throwAway)],
    env: serverEnvironment(options.env),
    cwd: data,
    user,
    logFile,
    // "Fast shutdown": open connections are cut. A throw-away server need not even write its data down.
    stopSignal: throwAway ? 'SIGQUIT' : 'SIGINT',
    stopTimeoutMs: 15_000,
  });
  const password = readFileSync(join(home, 'password'), 'utf8').trim();
  const base = `postgres://${ROLE}:${password}@127.0.0.1:${port}`;
  await waitUntilReady(`${base}/postgres`, server);
  return { url: `${base}/${ROLE}`, process: server };
}

function settings(port: number, throwAway: boolean): string[] {
  const common = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // A socket's path may be at most 107 characters long, and nobody needs one.
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const careless = { fsync: 'off', full_page_writes: 'off', autovacuum_naptime: '10min', max_wal_size: '2GB' };
  return Object.entries({ ...common, ...(throwAway ? careless : {}) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
}

/** Nothing of the caller's `PG*` variables, and English messages. */
function serverEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { PATH: env['PATH'], LC_ALL: 'C' };
}

function majorOf(data: string): number | undefined {
  const file = join(data, 'PG_VERSION');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').trim()) : undefined;
}

async function initialise(binaries: PostgresBinaries, options: PostgresOptions): Promise<void> {
  const { processes, home, user, throwAway = false } = options;
  const draft = join(home, 'data.new');
  const passwordFile = join(home, 'password');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  chmodSync(passwordFile, 0o600);
  if (user !== undefined) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  await processes.run({
    name: 'initdb',
    command: binaries.initdb,
    args: [
      `--pgdata=${draft}`,
      `--username=${ROLE}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      `--locale=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
      ...(throwAway ? ['--no-sync'] : []),
    ],
    env: serverEnvironment(options.env),
    cwd: draft,
    user,
    wholeFamily: true,
  });
  // Only a finished cluster gets its name: a start that was interrupted begins anew.
  renameSync(draft, join(home, 'data'));
}

/**
 * A server of ours may still run when everything else was killed. It is recognised by the data directory on its
 * command line. A pid file whose number went to a stranger is removed: PostgreSQL would take him for its server.
 */
async function stopLeftOver(data: string, say: Say): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const command = Number.isInteger(pid) && pid > 1 ? commandOf(pid) : undefined;
  if (command === undefined || command === '') return;
  if (!command.includes(`-D ${data}`)) {
    rmSync(pidFile);
    return;
  }
  say(`Stopping the PostgreSQL (process ${pid}) that an earlier start left behind`);
  endUnlessGone(pid, 'SIGINT');
  await waitFor(`PostgreSQL, process ${pid}, to stop`, () => !existsSync(pidFile));
}

async function waitUntilReady(adminUrl: string, server: RunningProcess): Promise<void> {
  const sql = connectPostgres(adminUrl, { applicationName: 'convot-dev', max: 1 });
  try {
    await waitFor('PostgreSQL to accept connections', () => sql`select 1`, {
      timeoutMs: START_TIMEOUT_MS,
      giveUp: () => (server.exit === undefined ? undefined : `it ended:\n${server.lastLines()}`),
    });
    const [existing] = await sql`select 1 from pg_database where datname = ${ROLE}`;
    if (existing === undefined) await sql`create database ${sql(ROLE)}`;
  } finally {
    await sql.end();
  }
}
