import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../../src/config/config.js';
import { postgresUser, throwAwayHome } from '../../../src/dev/postgres/home.js';
import { type PostgresServer, startPostgres } from '../../../src/dev/postgres/server.js';
import { freePort } from '../../../src/dev/processes/ports.js';
import { ProcessGroup } from '../../../src/dev/processes/process-group.js';
import { stopOnSignal } from '../../../src/dev/processes/stop-on-signal.js';
import { cacheDirectory, type ProgramSearch } from '../../../src/dev/programs.js';
import { findTemporal } from '../../../src/dev/temporal/find-server.js';
import { startDevServer, type TemporalServer } from '../../../src/dev/temporal/server.js';
import { migrate } from '../../../src/postgres/schema/migrate.js';
import { paths } from '../../../src/process/paths.js';
import { Databases } from './databases.js';
import { say } from './say.js';

/** What a benchmark runs on: servers of its own, on free ports of the loopback interface. */
export interface Installation {
  readonly processes: ProcessGroup;
  readonly search: ProgramSearch;
  /** The process that serves `databases`. */
  readonly postgres: PostgresServer['process'];
  readonly databases: Databases;
  /** For its user's eyes only, and gone afterwards. */
  readonly folder: string;
  /** Starts another cluster, with nothing in it. */
  startPostgres(): Promise<PostgresServer>;
  /** A Temporal development server that forgets everything when it stops; the first who asks starts it. */
  temporal(): Promise<TemporalServer>;
}

/** Longer than any benchmark takes. */
const TIME_LIMIT_MS = 3 * 3_600_000;

/**
 * Starts Postgres, with the durability of production, and ends everything that `work` started in it, also when it fails,
 * is interrupted or hangs.
 */
export async function withInstallation<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  const processes = new ProcessGroup();
  const env = inheritedEnvironment();
  const user = postgresUser();
  const homes: string[] = [];
  const newHome = () => {
    const home = throwAwayHome(user);
    processes.removeAfterwards(home);
    homes.push(home);
    return home;
  };
  const search = { processes, env, say, root: paths.root, cache: cacheDirectory(env, join(paths.local, 'cache')) };
  const startCluster = async (home: string) =>
    startPostgres({ ...search, home, user, port: await freePort(), logFile: join(home, 'postgres.log') });
  const startTemporal = async (logFile: string) => {
    const program = await findTemporal(search);
    return startDevServer({ processes, env, program, port: await freePort(), logFile });
  };
  let temporal: Promise<TemporalServer> | undefined;
  const interrupted = new Promise<never>((_, reject) => {
    stopOnSignal(processes, say, env['npm_lifecycle_event'] !== undefined, () => reject(new Error('Interrupted.')));
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done after ${TIME_LIMIT_MS / 1000} s.`)), TIME_LIMIT_MS);
  });
  const run = async () => {
    const home = newHome();
    const { url, process } = await startCluster(home);
    await migrate(url, paths.migrations);
    const folder = join(home, 'benchmark');
    mkdirSync(folder, { mode: 0o700 });
    return work({
      ...{ processes, search, postgres: process, databases: new Databases(url), folder },
      startPostgres: () => startCluster(newHome()),
      temporal: () => (temporal ??= startTemporal(join(folder, 'temporal.log'))),
    });
  };
  try {
    return await Promise.race([run(), interrupted, late]);
  } finally {
    clearTimeout(timer);
    await processes.close();
    for (const home of homes) rmSync(home, { recursive: true, force: true });
  }
}
