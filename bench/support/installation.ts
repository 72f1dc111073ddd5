import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../src/config.js';
import { cacheDirectory } from '../../src/dev/programs.js';
import { freePort } from '../../src/dev/processes/ports.js';
import { throwAwayHome, postgresUser } from '../../src/dev/postgres/home.js';
import { startPostgres } from '../../src/dev/postgres/server.js';
import { ProcessGroup } from '../../src/dev/processes/process-group.js';
import { stopOnSignal } from '../../src/dev/processes/stop-on-signal.js';
import { startDevServer } from '../../src/dev/temporal/server.js';
import { findTemporal } from '../../src/dev/temporal/find-server.js';
import { paths } from '../../src/process/paths.js';
import { migrate } from '../../src/postgres/migrate.js';
import { Databases } from './databases.js';
import { say } from './say.js';

/** What a benchmark runs on: servers of its own, on free ports of the loopback interface. */
export interface Installation {
  readonly processes: ProcessGroup;
  readonly databases: Databases;
  /** Where processes may leave their logs; gone afterwards. */
  readonly logs: string;
  /** Starts a Temporal development server that forgets everything when it stops. @returns its address */
  startTemporal(): Promise<string>;
}

/**
 * Starts Postgres, with the durability of production, and ends everything that `work` started in it, also when it fails,
 * is interrupted or takes longer than `timeLimitMs`.
 */
export async function withInstallation<T>(
  timeLimitMs: number,
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const processes = new ProcessGroup();
  const user = postgresUser();
  const home = throwAwayHome(user);
  processes.removeAfterwards(home);
  const env = inheritedEnvironment();
  const interrupted = new Promise<never>((_, reject) => {
    stopOnSignal(processes, say, env['npm_lifecycle_event'] !== undefined, () => reject(new Error('Interrupted.')));
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done after ${timeLimitMs / 1000} s.`)), timeLimitMs);
  });
  const run = async () => {
    const server = { processes, env, say, root: paths.root, home, user, logFile: join(home, 'postgres.log') };
    const { url } = await startPostgres({ ...server, port: await freePort() });
    await migrate(url, paths.migrations);
    const logs = join(home, 'logs');
    mkdirSync(logs);
    return work({
      processes,
      databases: new Databases(url),
      logs,
      startTemporal: async () => {
        const cache = cacheDirectory(env, join(paths.local, 'cache'));
        const program = await findTemporal({ processes, env, say, root: paths.root, cache });
        const logFile = join(logs, 'temporal.log');
        return (await startDevServer({ processes, env, program, port: await freePort(), logFile })).address;
      },
    });
  };
  try {
    return await Promise.race([run(), interrupted, late]);
  } finally {
    clearTimeout(timer);
    await processes.close();
    rmSync(home, { recursive: true, force: true });
  }
}
