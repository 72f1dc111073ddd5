import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../../src/config/config.js';
import { postgresUser, throwAwayHome } from '../../../src/dev/postgres/home.js';
import { startPostgres } from '../../../src/dev/postgres/server.js';
import { freePort } from '../../../src/dev/processes/ports.js';
import { ProcessGroup } from '../../../src/dev/processes/process-group.js';
import { cacheDirectory } from '../../../src/dev/programs.js';
import { findTemporal } from '../../../src/dev/temporal/find-server.js';
import { findTimeSkippingServer } from '../../../src/dev/temporal/find-time-skipping-server.js';
import { startDevServer } from '../../../src/dev/temporal/server.js';
import { migrate } from '../../../src/postgres/schema/migrate.js';
import { paths } from '../../../src/process/paths.js';
import { findChromium } from '../pages/chromium.js';
import type { TestServers } from './servers.js';

/*
 * Holds the servers of one test run, in a process beside jest's. Prints one line of JSON when they are ready, and ends
 * them when its input ends: because the run is over, or because jest was killed.
 */
const processes = new ProcessGroup();
const user = postgresUser();
const home = throwAwayHome(user);
processes.removeAfterwards(home);
const env = inheritedEnvironment();
const root = paths.root;
const say = (line: string) => process.stderr.write(`[servers] ${line}\n`);

// Ctrl-C reaches the whole terminal; the order of ending is jest's to decide, by ending our input.
process.on('SIGINT', () => undefined);
const ended = new Promise((resolve) => process.stdin.once('end', resolve).once('close', resolve).resume());

async function start(): Promise<TestServers> {
  const cache = cacheDirectory(env, join(paths.local, 'cache'));
  const search = { processes, env, say, root, cache };
  // One after the other: two builds at once would only take turns on the processors.
  const findPrograms = async () => ({
    temporalProgram: await findTemporal(search),
    timeSkippingProgram: await findTimeSkippingServer(search),
    chromiumProgram: await findChromium(search),
  });
  const startDatabase = async () => {
    const logFile = join(home, 'postgres.log');
    const postgres = { processes, env, say: () => undefined, root, home, user, logFile, throwAway: true };
    const { url } = await startPostgres({ ...postgres, port: await freePort() });
    await migrate(url, paths.migrations);
    return url;
  };
  const logs = join(home, 'logs');
  mkdirSync(logs);
  const startTemporal = async (program: string) => {
    const port = await freePort();
    const server = await startDevServer({ processes, env, program, port, logFile: join(logs, `temporal-${port}.log`) });
    return server.address;
  };
  const startPrograms = async () => {
    const programs = await findPrograms();
    return { ...programs, temporalAddress: await startTemporal(programs.temporalProgram) };
  };
  const [programs, templateUrl] = await Promise.all([startPrograms(), startDatabase()]);
  return { ...programs, templateUrl, logs };
}

try {
  const servers = await Promise.race([start(), ended.then(() => undefined)]);
  if (servers !== undefined) process.stdout.write(`${JSON.stringify(servers)}\n`);
  await ended;
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await processes.stopAll();
  rmSync(home, { recursive: true, force: true });
}
process.exit();
