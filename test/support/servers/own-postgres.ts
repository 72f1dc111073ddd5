import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../../src/config/config.js';
import { postgresUser, throwAwayHome } from '../../../src/dev/postgres/home.js';
import { type PostgresServer, startPostgres } from '../../../src/dev/postgres/server.js';
import { freePort } from '../../../src/dev/processes/ports.js';
import { ProcessGroup } from '../../../src/dev/processes/process-group.js';
import { migrate } from '../../../src/postgres/migrate.js';
import type { TestDatabase } from '../database/database.js';
import { paths } from '../run/paths.js';
import { waitFor } from './wait-for.js';

/** A Postgres of one test file's own, as durable as production's, which the tests may end, freeze and fill. */
export interface OwnPostgres extends TestDatabase {
  /** The folder of everything that it keeps. */
  readonly home: string;
  readonly isRunning: boolean;
  /** To its main process: SIGQUIT is its immediate stop. Resolves when that is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** On the same port, with the same data, as whoever supervises it does: until it has come up. */
  restart(): Promise<void>;
}

const mount = (folder: string, megabytes: number) =>
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=711`, 'tmpfs', folder], { stdio: 'ignore' });
// What still holds it has been told to end.
const unmount = (folder: string) => execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });

/** Whether a server may have a disk of its own: it takes root, and not every container lets root. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'convot-mount-'));
  try {
    mount(folder, 1);
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Starts one with every migration applied; `drop` ends it and removes its data.
 * @param megabytes size of a disk of its own, where it `mayMount`
 */
export async function startOwnPostgres(megabytes?: number): Promise<OwnPostgres> {
  const processes = new ProcessGroup();
  const user = postgresUser();
  const home = throwAwayHome(user);
  processes.removeAfterwards(home);
  if (megabytes !== undefined) mount(home, megabytes);
  const port = await freePort();
  const launch = () =>
    startPostgres({
      ...{ processes, env: inheritedEnvironment(), say: () => undefined, root: paths.root, home, user, port },
      logFile: `${home}.log`,
    });
  const drop = async () => {
    await processes.killAll();
    if (megabytes !== undefined) unmount(home);
    rmSync(home, { recursive: true, force: true });
    rmSync(`${home}.log`, { force: true });
  };
  let server: PostgresServer;
  try {
    server = await launch();
    await migrate(server.url, paths.migrations);
  } catch (error) {
    await drop();
    throw error;
  }
  return {
    url: server.url,
    home,
    get isRunning() {
      return server.process.exit === undefined;
    },
    kill: async (signal) => {
      server.process.kill(signal);
      await server.process.exited;
    },
    // Sessions of a main process that was killed hold its memory for a moment, and no other starts beside them.
    restart: async () => {
      await waitFor('Postgres to start again', async () => (server = await launch()), { timeoutMs: 120_000 });
    },
    drop,
  };
}
