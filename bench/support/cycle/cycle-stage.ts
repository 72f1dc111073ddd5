import { Client, Connection } from '@temporalio/client';
import type { ConnectionIdentity } from '../../../src/contract/connection-activities.js';
import { step } from '../../../src/dev/progress.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { connectAccount, newTokenKeys } from '../accounts/connect-account.js';
import { countUrlOf, startBenchProcess } from '../run/bench-process.js';
import { inTurns } from '../run/in-turns.js';
import type { Installation } from '../run/installation.js';
import type { WorkerSettings } from '../run/worker-process.js';
import { idleAccounts } from './idle-accounts.js';
import { startProductionTemporal } from './production-temporal.js';

export const TEMPORALS = ['production', 'development'] as const;

/** Everything that a cycle touches, each a process of its own: only the worker is missing. */
export interface CycleStage {
  readonly installation: Installation;
  readonly workerSettings: WorkerSettings;
  /** Connected, and never synced yet. */
  readonly connections: readonly ConnectionIdentity[];
  readonly client: Client;
  /** Bound by no tenant. */
  readonly sql: Sql;
  /** Where the simulator's count of requests is read. */
  readonly requestCountUrl: string;
  /** A development server has its database inside. */
  readonly pids: Readonly<Record<'temporal' | 'temporalPostgres' | 'ownPostgres' | 'simulator', number | null>>;
  /** Ends what talks to the servers. */
  close(): Promise<void>;
}

export async function setCycleStage(
  installation: Installation,
  count: number,
  kind: (typeof TEMPORALS)[number],
): Promise<CycleStage> {
  const { processes, search, databases, postgres } = installation;
  const temporal =
    kind === 'production'
      ? await startProductionTemporal(installation)
      : { ...(await installation.temporal()), postgres: null };
  const databaseUrl = await databases.create();
  const simulator = await startBenchProcess(processes, 'cycle/idle-simulator.ts', [String(count)], /countUrl/);
  const { countUrl: requestCountUrl, url: partnerApiUrl = '' } = countUrlOf(simulator);
  const tokenKeys = newTokenKeys();
  const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 2 });
  const connections = await step(search.say, `Connecting ${count} accounts`, () =>
    inTurns(idleAccounts(count), ({ partnerOrganizationId, accessToken, organizationId }) =>
      connectAccount(sql, { organizationId: partnerOrganizationId, token: accessToken }, tokenKeys, organizationId),
    ),
  );
  const connection = await Connection.connect({ address: temporal.address });
  return {
    installation,
    connections,
    sql,
    client: new Client({ connection }),
    requestCountUrl,
    workerSettings: {
      ...{ databaseUrl, temporalAddress: temporal.address, partnerApiUrl, tokenKeys },
      // Always due again: what is measured is how many cycles there can be.
      syncInterval: '1ms',
    },
    pids: {
      temporal: temporal.process.pid,
      temporalPostgres: temporal.postgres?.pid ?? null,
      ownPostgres: postgres.pid,
      simulator: simulator.running.pid,
    },
    close: async () => {
      await connection.close();
      await sql.end({ timeout: 5 });
    },
  };
}
