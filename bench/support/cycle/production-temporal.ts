import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import type { RunningProcess } from '../../../src/dev/processes/process-group.js';
import { waitFor } from '../../../src/dev/processes/wait-for.js';
import { step } from '../../../src/dev/progress.js';
import { registerSearchAttributes } from '../../../src/dev/temporal/register-search-attributes.js';
import { waitUntilServing } from '../../../src/dev/temporal/server.js';
import type { Installation } from '../run/installation.js';
import { productionTemporalConfig } from './production-temporal-config.js';
import { productionTemporalPrograms, type TemporalPrograms } from './production-temporal-programs.js';

export interface ProductionTemporal {
  readonly address: string;
  readonly process: RunningProcess;
  /** Its database's, a cluster of its own, so that what each costs can be told apart. */
  readonly postgres: RunningProcess;
  /** Of a superuser of that cluster. */
  readonly postgresUrl: string;
  /** Starts it anew at the same address, with what it had stored; the one before has ended. */
  restart(): Promise<RunningProcess>;
}

// Of what is over nothing is looked at again; the server takes no less.
const RETENTION = '1 day';

/**
 * Temporal as it runs in production, all its services in one process, over a real PostgreSQL; with the namespace
 * `default` and our search attributes.
 */
export async function startProductionTemporal(installation: Installation): Promise<ProductionTemporal> {
  const programs = await productionTemporalPrograms(installation.search);
  const { url, process: postgres } = await installation.startPostgres();
  const { address, process, restart } = await step(
    installation.search.say,
    'Starting Temporal’s production server',
    () => startServer(installation, programs, new URL(url)),
  );
  return { address, process, postgres, postgresUrl: url, restart };
}

async function startServer({ processes, folder }: Installation, programs: TemporalPrograms, database: URL) {
  await createSchemas(processes, programs.sqlTool, database);
  const { address, config } = await productionTemporalConfig(database);
  // It holds the database's password.
  const configFile = join(folder, 'temporal.json');
  writeFileSync(configFile, config, { mode: 0o600 });
  const start = async () => {
    const server = await processes.start({
      name: 'Temporal',
      command: programs.server,
      args: ['--config-file', configFile, '--allow-no-auth', 'start'],
      env: {},
      logFile: join(folder, 'temporal.log'),
      stopTimeoutMs: 15_000,
    });
    await waitUntilServing(address, server);
    return server;
  };
  const server = await start();
  await createNamespace(address);
  return { address, process: server, restart: start };
}

async function createSchemas(
  processes: Installation['processes'],
  sqlTool: string,
  { hostname, port, username, password }: URL,
) {
  const [SQL_HOST, SQL_PORT, SQL_USER, SQL_PASSWORD] = [hostname, port, username, password];
  const env = { SQL_PLUGIN: 'postgres12_pgx', SQL_HOST, SQL_PORT, SQL_USER, SQL_PASSWORD };
  for (const schema of ['temporal', 'visibility']) {
    const database = schema === 'temporal' ? schema : 'temporal_visibility';
    const run = (...args: string[]) =>
      processes.run({ name: 'temporal-sql-tool', command: sqlTool, args: ['--database', database, ...args], env });
    await run('create-database', '--defaultdb', 'postgres');
    await run('setup-schema', '--version', '0.0');
    await run('update-schema', '--schema-name', `postgresql/v12/${schema}`);
  }
}

async function createNamespace(address: string): Promise<void> {
  const namespace = 'default';
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(RETENTION),
    });
    // A new namespace takes some seconds to be known everywhere.
    await waitFor('the namespace', async () => {
      await registerSearchAttributes(connection, namespace);
      return true;
    });
  } finally {
    await connection.close();
  }
}
