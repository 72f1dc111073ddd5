import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inheritedEnvironment } from '../../../src/config/config.js';
import { freePort } from '../../../src/dev/processes/ports.js';
import { type Exit, ProcessGroup } from '../../../src/dev/processes/process-group.js';
import { findProgram, pathFolders } from '../../../src/dev/programs.js';
import { registerSearchAttributes } from '../../../src/dev/temporal/register-search-attributes.js';
import { startDevServer as start, type TemporalServer, waitUntilServing } from '../../../src/dev/temporal/server.js';
import { testServers } from '../run/servers.js';

export interface TestDevServer {
  readonly address: string;
  readonly namespace: 'default';
  /** Where Prometheus would ask it. */
  readonly metricsUrl: string;
  /** Sends the signal; resolves when the process is gone. `restart` brings it back. @throws when it does not run */
  kill(signal: NodeJS.Signals): Promise<Exit>;
  /** Starts it again on the same port, with the same database file; one that runs is left alone. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A Temporal development server of the test's own, with our search attributes. With a `databaseFile` it survives a restart. */
export async function startDevServer({ databaseFile }: { databaseFile?: string } = {}): Promise<TestDevServer> {
  const { temporalProgram: program, logs } = testServers();
  const processes = new ProcessGroup();
  const [port, metricsPort] = [await freePort(), await freePort()];
  const logFile = join(logs, `temporal-${port}.log`);
  const launch = () =>
    start({
      processes,
      env: inheritedEnvironment(),
      program,
      port,
      metricsPort,
      logFile,
      ...(databaseFile === undefined ? {} : { databaseFile }),
    });
  let server: TemporalServer = await orNothing(processes, launch);
  return {
    address: server.address,
    namespace: 'default',
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    kill: (signal) => {
      if (server.process.exit !== undefined) return Promise.reject(new Error('Temporal does not run.'));
      server.process.kill(signal);
      return server.process.exited;
    },
    restart: async () => {
      if (server.process.exit === undefined) return;
      server = await orNothing(processes, launch);
    },
    // It takes a second to end in order, and nobody reads what it would write down.
    stop: () => processes.killAll(),
  };
}

/**
 * A time-skipping environment with our search attributes; `teardown` ends its server. One for each test file: skipping
 * is global to a server, so the tests inside run one after the other.
 */
export async function createTimeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  const { timeSkippingProgram, logs } = testServers();
  const processes = new ProcessGroup();
  const env = inheritedEnvironment();
  const port = await freePort();
  const environment = await orNothing(processes, async () => {
    const server = await processes.start({
      name: 'time-skipping server',
      command: timeSkippingProgram,
      args: [String(port)],
      env,
      logFile: join(logs, `time-skipping-${port}.log`),
      stopSignal: 'SIGKILL',
    });
    await waitUntilServing(`127.0.0.1:${port}`, server);
    // The SDK waits five seconds for a server that it starts itself, too short for Java on a busy machine, and attaches
    // to a running one without skipping. So it is given a program that does nothing, and finds our server on the port.
    const path = findProgram('true', pathFolders(env)) ?? '/usr/bin/true';
    const attached = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path }, port },
    });
    await registerSearchAttributes(attached.connection, attached.namespace ?? 'default');
    return attached;
  });
  const teardown = environment.teardown.bind(environment);
  environment.teardown = async () => {
    await teardown();
    await processes.stopAll();
  };
  return environment;
}

/** A time-skipping environment for one test file, ended after its last test. */
export function useTimeSkipping(): { readonly environment: TestWorkflowEnvironment } {
  let environment: TestWorkflowEnvironment | undefined;
  beforeAll(async () => {
    environment = await createTimeSkippingEnvironment();
  }, 120_000);
  afterAll(() => environment?.teardown());
  return {
    get environment() {
      if (environment === undefined) throw new Error('The time-skipping server has not been started.');
      return environment;
    },
  };
}

/** A server that does not get ready must not stay behind. */
async function orNothing<T>(processes: ProcessGroup, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await processes.killAll();
    throw error;
  }
}
