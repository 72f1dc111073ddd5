import { Client, Connection } from '@temporalio/client';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from '../../src/dev/progress.js';
import { paths } from '../../src/process/paths.js';
import { Secret } from '../../src/values/secret.js';
import { connectPostgres } from '../../src/postgres/client.js';
import { migrate } from '../../src/postgres/migrate.js';
import type { BenchHost } from './bench-host.js';
import { countUrlOf, startBenchProcess } from './bench-process.js';
import { connectAccounts } from './connect-accounts.js';
import { idleAccounts } from './idle-accounts.js';
import { startProductionTemporal } from './production-temporal.js';
import { productionTemporalPrograms } from './production-temporal-programs.js';
import type { ConnectionIdentity } from '../../src/contract/connection-activities.js';
import type { Sql } from '../../src/postgres/sql.js';

/** Everything that a cycle touches, each a process of its own: only the worker is missing. */
export interface CycleStage {
  readonly host: BenchHost;
  /** What worker processes are given. */
  readonly workerEnv: NodeJS.ProcessEnv;
  /** Connected, and never synced yet. */
  readonly connections: readonly ConnectionIdentity[];
  readonly client: Client;
  /** Bound by no tenant. */
  readonly sql: Sql;
  /** Where the simulator's count of requests is read. */
  readonly requestCountUrl: string;
  readonly pids: Readonly<Record<'temporal' | 'temporalPostgres' | 'ownPostgres' | 'simulator', number>>;
}

export async function setCycleStage(host: BenchHost, count: number): Promise<CycleStage> {
  const { processes, say, basics } = host;
  const programs = await productionTemporalPrograms(host.programSearch);
  const home = host.directory();
  // A cluster each, so that what each costs can be told apart.
  const [temporalPostgres, ownPostgres] = [await host.startPostgres(), await host.startPostgres()];
  const temporal = await step(say, `Starting Temporal's production server over PostgreSQL`, () =>
    startProductionTemporal(processes, programs, temporalPostgres.url, home),
  );
  await migrate(ownPostgres.url, paths.migrations);
  const simulator = await startBenchProcess(processes, 'idle-simulator.ts', [String(count)], basics, /countUrl/);
  const { countUrl: requestCountUrl, url: partnerApiUrl = '' } = countUrlOf(simulator);
  const keyRing = `bench:${randomBytes(32).toString('base64')}`;
  const connections = await step(say, `Connecting ${count} accounts`, () =>
    connectAccounts(idleAccounts(count), { databaseUrl: ownPostgres.url, partnerApiUrl, keyRing: new Secret(keyRing) }),
  );
  const connection = await Connection.connect({ address: temporal.address });
  host.closeAfterwards(() => connection.close());
  const sql = connectPostgres(ownPostgres.url, { applicationName: 'convot-bench', max: 2 });
  host.closeAfterwards(() => sql.end({ timeout: 5 }));
  const profile = join(home, 'temporal.toml');
  writeFileSync(profile, '[profile.default]\n');
  return {
    host,
    connections,
    client: new Client({ connection }),
    sql,
    requestCountUrl,
    workerEnv: {
      ...basics,
      DATABASE_URL: ownPostgres.url,
      TEMPORAL_ADDRESS: temporal.address,
      // The developer's own profile, for some other server, must not mix with ours.
      TEMPORAL_CONFIG_FILE: profile,
      PARTNER_API_URL: partnerApiUrl,
      ALLOW_PARTNER_API_OVERRIDE: '1',
      TOKEN_KEYS: keyRing,
      // Always due again: what is measured is how many cycles there can be.
      SYNC_INTERVAL: '1ms',
    },
    pids: {
      temporal: temporal.process.pid,
      temporalPostgres: temporalPostgres.process.pid,
      ownPostgres: ownPostgres.process.pid,
      simulator: simulator.running.pid,
    },
  };
}
