import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { inheritedEnvironment } from '../../../src/config/config.js';
import { postgresUser, throwAwayHome } from '../../../src/dev/postgres/home.js';
import { type PostgresServer, startPostgres } from '../../../src/dev/postgres/server.js';
import { freePort } from '../../../src/dev/processes/ports.js';
import { type Exit, ProcessGroup } from '../../../src/dev/processes/process-group.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import { migrate } from '../../../src/postgres/schema/migrate.js';
import { paths } from '../../../src/process/paths.js';
import { waitFor } from '../servers/wait-for.js';
import type { TestDatabase } from './database.js';
import { mount, unmount } from './own-disk.js';

/** Logins as an installation has them: nobody's superuser, so that limits on connections bind them. */
export const LOGINS = { api: 'chaos_api_login', worker: 'chaos_worker_login' } as const;

/** A server of Postgres of a test's own, with every migration applied, that may be killed and comes back. */
export interface OwnPostgres extends TestDatabase {
  /** The address for a process of this kind. */
  readonly urlOf: (kind: keyof typeof LOGINS) => string;
  /** The folder of all that it keeps. */
  readonly home: string;
  readonly isRunning: boolean;
  /** SIGINT ends it in order, SIGQUIT as a crash does. Resolves when its main process is gone. @throws when none runs */
  readonly kill: (signal: NodeJS.Signals) => Promise<Exit>;
  /** Starts it again on the same port, with what was committed; one that runs is left alone. */
  readonly restart: () => Promise<void>;
}

export interface OwnPostgresOptions {
  /** As production's: what was committed survives the machine, too. */
  readonly isDurable?: boolean;
  /** Of a disk of its own, where it `mayMount`. */
  readonly megabytes?: number | undefined;
}

export async function startOwnPostgres(wanted: OwnPostgresOptions = {}): Promise<OwnPostgres> {
  const { isDurable = false, megabytes } = wanted;
  const processes = new ProcessGroup();
  const user = postgresUser();
  const home = throwAwayHome(user);
  const logFile = `${home}.log`;
  for (const path of [home, logFile]) processes.removeAfterwards(path);
  let isMounted = false;
  const drop = async () => {
    await processes.killAll();
    if (isMounted) unmount(home);
    for (const path of [home, logFile]) rmSync(path, { recursive: true, force: true });
  };
  try {
    if (megabytes !== undefined) {
      mount(home, megabytes);
      isMounted = true;
    }
    const options = {
      ...{ processes, env: inheritedEnvironment(), say: () => undefined, root: paths.root, home, user },
      ...{ port: await freePort(), logFile, throwAway: !isDurable },
    };
    let server: PostgresServer = await startPostgres(options);
    const { url } = server;
    await migrate(url, paths.migrations);
    const password = randomBytes(12).toString('hex');
    await createLogins(url, password);
    return {
      url,
      home,
      get isRunning() {
        return server.process.exit === undefined;
      },
      urlOf: (kind) => {
        const own = new URL(url);
        Object.assign(own, { username: LOGINS[kind], password });
        return own.href;
      },
      kill: (signal) => {
        if (server.process.exit !== undefined) return Promise.reject(new Error('Postgres does not run.'));
        server.process.kill(signal);
        return server.process.exited;
      },
      // Sessions of a main process that was killed hold its memory for a moment, and no other starts beside them.
      restart: async () => {
        if (server.process.exit === undefined) return;
        const start = async () => (server = await startPostgres(options));
        await waitFor('Postgres to start again', start, { timeoutMs: 120_000 });
      },
      drop,
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

async function createLogins(url: string, password: string): Promise<void> {
  const sql = connectPostgres(url, { applicationName: 'convot-test', max: 1 });
  try {
    // A statement that defines a role takes no parameters.
    await sql`
      create function pg_temp.create_login(login text, password text) returns void language plpgsql as $$
      begin execute format('create role %I login password %L', login, password); end $$
    `;
    for (const [kind, login] of Object.entries(LOGINS)) {
      await sql`select pg_temp.create_login(${login}, ${password})`;
      await sql`grant ${sql(`convot_${kind}`)} to ${sql(login)}`;
    }
  } finally {
    await sql.end();
  }
}
