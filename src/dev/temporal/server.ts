import { chmodSync, existsSync } from 'node:fs';
import { Connection } from '@temporalio/client';
import { isPortFree } from '../processes/ports.js';
import type { ProcessGroup, RunningProcess } from '../processes/process-group.js';
import { waitFor } from '../processes/wait-for.js';
import { missingSearchAttributes, searchAttributeNames } from './register-search-attributes.js';

export interface DevServerOptions {
  processes: ProcessGroup;
  env: NodeJS.ProcessEnv;
  /** From find-server.ts. */
  program: string;
  port: number;
  /** Without one the server has no pages. */
  uiPort?: number;
  /** Without one everything is forgotten when it stops. */
  databaseFile?: string;
  /** Where Prometheus may ask it for its figures; without one on a port that it chooses. */
  metricsPort?: number;
  logFile: string;
}

export interface TemporalServer {
  readonly address: string;
  readonly process: RunningProcess;
}

const START_TIMEOUT_MS = 60_000;

/** As in production, where tools/docker/temporal/dynamic-config.yaml says why. */
export const DYNAMIC_CONFIG: Readonly<Record<string, boolean | string>> = {
  'frontend.enableServerVersionCheck': false,
  'matching.longPollExpirationInterval': '15s',
};

/** A server that makes its files for its own user only: histories name organizations, and Node starts with no other mask. */
const PRIVATELY = 'umask 077 && exec "$0" "$@"';

/**
 * Starts Temporal's development server on the loopback interface, with our search attributes.
 * @throws when something listens there already: that would answer in its place
 */
export async function startDevServer(options: DevServerOptions): Promise<TemporalServer> {
  const { processes, env, program, port, uiPort, databaseFile, metricsPort, logFile } = options;
  const address = `127.0.0.1:${port}`;
  if (!(await isPortFree(port))) throw new Error(`Something else listens at ${address}.`);
  if (databaseFile !== undefined) closeToOthers(databaseFile);
  const server = await processes.start({
    name: 'Temporal',
    command: '/bin/sh',
    args: [
      ...['-c', PRIVATELY, program],
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port)],
      ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
      ...(databaseFile === undefined ? [] : ['--db-filename', databaseFile]),
      ...(metricsPort === undefined ? [] : ['--metrics-port', String(metricsPort)]),
      ...searchAttributeNames.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
      ...Object.entries(DYNAMIC_CONFIG).flatMap(([name, value]) => [
        '--dynamic-config-value',
        `${name}=${JSON.stringify(value)}`,
      ]),
      ...['--log-level', 'warn', '--log-format', 'json', '--color', 'never'],
    ],
    // Not the caller's TEMPORAL_* variables: they describe how to reach some other server.
    env: { PATH: env['PATH'], HOME: env['HOME'], TMPDIR: env['TMPDIR'] },
    logFile,
    stopTimeoutMs: 10_000,
  });
  await waitUntilServing(address, server, async (connection) => {
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return (await missingSearchAttributes(connection, 'default')).length === 0;
  });
  return { address, process: server };
}

/** The database of an earlier start, when it was still made for all to read, with the files that SQLite keeps beside it. */
function closeToOthers(databaseFile: string): void {
  for (const file of ['', '-wal', '-shm', '-journal'].map((suffix) => databaseFile + suffix)) {
    if (existsSync(file)) chmodSync(file, 0o600);
  }
}

/**
 * Resolves once the server answers and `isReady` says so, and its process runs: another one may answer in its place.
 * @throws when it ends first or takes longer than a minute
 */
export async function waitUntilServing(
  address: string,
  server: RunningProcess | undefined,
  isReady: (connection: Connection) => Promise<boolean> = () => Promise.resolve(true),
): Promise<void> {
  await waitFor(
    `Temporal to serve at ${address}`,
    async () => {
      const connection = await Connection.connect({ address, connectTimeout: 1_000 });
      try {
        return (await isReady(connection)) && server?.exit === undefined;
      } finally {
        await connection.close();
      }
    },
    {
      timeoutMs: START_TIMEOUT_MS,
      giveUp: () => (server?.exit === undefined ? undefined : `it ended:\n${server.lastLines()}`),
    },
  );
}
