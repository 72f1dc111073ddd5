import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../../src/config/config.js';
import { postgresUser, throwAwayHome } from '../../../src/dev/postgres/home.js';
import { type PostgresServer, startPostgres } from '../../../src/dev/postgres/server.js';
import { freePort } from '../../../src/dev/processes/ports.js';
import { ProcessGroup } from '../../../src/dev/processes/process-group.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import { migrate } from '../../../src/postgres/migrate.js';
import { paths } from '../../../src/process/paths.js';
import type { TestDatabase } from './database.js';

/** Logins as an installation has them: nobody's superuser, so that limits on connections bind them. */
export const LOGINS = { api: 'chaos_api_login', worker: 'chaos_worker_login' } as const;

/** A server of Postgres of a test's own, with every migration applied, that may be killed and comes back. */
export interface OwnPostgres extends TestDatabase {
  /** The address for a process of this kind. */
  readonly urlOf: (kind: keyof typeof LOGINS) => string;
  /** SIGINT ends it in order, SIGQUIT as a crash does. Resolves when it is gone. */
  readonly kill: (signal: 'SIGINT' | 'SIGQUIT') => Promise<void>;
  /** Starts it again on the same port, with what was committed. */
  readonly restart: () => Promise<void>;
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const processes = new ProcessGroup();
  const user = postgresUser();
  const home = throwAwayHome(user);
  processes.removeAfterwards(home);
  const drop = async () => {
    await processes.killAll();
    rmSync(home, { recursive: true, force: true });
  };
  const options = {
    ...{ processes, env: inheritedEnvironment(), say: () => undefined, root: paths.root, home, user },
    ...{ port: await freePort(), logFile: join(home, 'postgres.log'), throwAway: true },
  };
  try {
    let server: PostgresServer = await startPostgres(options);
    const { url } = server;
    await migrate(url, paths.migrations);
    const password = randomBytes(12).toString('hex');
    await createLogins(url, password);
    return {
      url,
      urlOf: (kind) => {
        const own = new URL(url);
        Object.assign(own, { username: LOGINS[kind], password });
        return own.href;
      },
      kill: async (signal) => {
        server.process.kill(signal);
        await server.process.exited;
      },
      restart: async () => {
        server = await startPostgres(options);
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
