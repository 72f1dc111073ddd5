import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { createTokenCipher } from '../../../src/connections/keys/token-cipher.js';
import { connectionStart, createSignalConnection } from '../../../src/connections/runs/signal-connection.js';
import { readConnectionFacts } from '../../../src/connections/view/read-connection-facts.js';
import type { ConnectionIdentity } from '../../../src/contract/connection-activities.js';
import { connectionWorkflowId } from '../../../src/contract/names.js';
import { waitFor } from '../../../src/dev/processes/wait-for.js';
import { step } from '../../../src/dev/progress.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { withTenant } from '../../../src/postgres/tenant.js';
import { Secret } from '../../../src/values/secret.js';
import { connectAccount, newTokenKeys } from '../accounts/connect-account.js';
import type { IdleAccount } from '../cycle/idle-accounts.js';
import { startProductionTemporal } from '../cycle/production-temporal.js';
import { countUrlOf, startBenchProcess } from '../run/bench-process.js';
import { inTurns } from '../run/in-turns.js';
import type { Installation } from '../run/installation.js';
import { startWorker, type WorkerSettings } from '../run/worker-process.js';
import { cloneConnection, type ConnectionClone } from './clone-connection.js';
import { fleetAccounts, type FleetShape } from './fleet-world.js';

export interface FleetTemporal {
  readonly address: string;
  readonly pid: number;
  /** A development server has its database inside. */
  readonly postgresPid: number | null;
  /** Of its database, for counting rows. */
  readonly databaseUrl: string | null;
  stop(): Promise<void>;
  /** With what it had stored. @returns its process' number */
  restart(): Promise<number>;
}

/** Servers, accounts, and connections that were synced since long, of which none runs yet. */
export interface FleetStage {
  readonly installation: Installation;
  readonly settings: WorkerSettings;
  readonly temporal: FleetTemporal;
  readonly client: Client;
  /** Bound by no tenant. */
  readonly sql: Sql;
  readonly simulatorPid: number;
  readonly controlUrl: string;
  readonly connections: readonly ConnectionIdentity[];
  readonly newcomers: readonly IdleAccount[];
  close(): Promise<void>;
}

export interface StageOptions extends FleetShape {
  readonly intervalMs: number;
  readonly isDevelopment: boolean;
}

const FIRST_SYNC_TIMEOUT_MS = 120_000;
/** Each of many workflows, with its first steps, on two slow cores. */
const STARTING_TAKES_MS = 50;
/** Tasks are handed out about in the order in which they came. */
const LOOKED_AT = 50;

export async function setFleetStage(installation: Installation, options: StageOptions): Promise<FleetStage> {
  const { processes, search, databases } = installation;
  const temporal = options.isDevelopment
    ? await developmentTemporal(installation)
    : await productionTemporal(installation);
  const databaseUrl = await databases.create();
  const simulator = await startBenchProcess(
    processes,
    'fleet/fleet-simulator.ts',
    [JSON.stringify(options)],
    /countUrl/,
  );
  const { url: partnerApiUrl = '', controlUrl = '' } = countUrlOf(simulator);
  const tokenKeys = newTokenKeys();
  const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 1, statementTimeoutMs: 0 });
  const connection = await Connection.connect({ address: temporal.address });
  const stage = {
    ...{ installation, temporal, sql, controlUrl, client: new Client({ connection }) },
    settings: {
      ...{ databaseUrl, temporalAddress: temporal.address, partnerApiUrl, tokenKeys, logLevel: 'debug' },
      syncInterval: `${options.intervalMs}ms`,
    },
    simulatorPid: simulator.running.pid,
    close: async () => {
      await connection.close();
      await sql.end({ timeout: 5 });
    },
  };
  const { old, new: newcomers } = fleetAccounts(options);
  const connections = await step(search.say, `Connecting ${old.length} accounts`, () => connectAll(stage, old));
  return { ...stage, connections, newcomers };
}

async function productionTemporal(installation: Installation): Promise<FleetTemporal> {
  const temporal = await startProductionTemporal(installation);
  const { address, process, postgres, postgresUrl } = temporal;
  let running = process;
  const databaseUrl = new URL(postgresUrl);
  databaseUrl.pathname = '/temporal';
  return {
    ...{ address, pid: process.pid, postgresPid: postgres.pid, databaseUrl: databaseUrl.href },
    stop: async () => {
      await running.stop();
    },
    restart: async () => {
      running = await temporal.restart();
      return running.pid;
    },
  };
}

/** It forgets everything when it stops, so it goes on. */
async function developmentTemporal(installation: Installation): Promise<FleetTemporal> {
  const { address, process } = await installation.temporal();
  return {
    ...{ address, pid: process.pid, postgresPid: null, databaseUrl: null },
    stop: () => Promise.resolve(),
    restart: () => Promise.resolve(process.pid),
  };
}

/** One by a worker, as always; the others stand as it does then. */
async function connectAll(
  { installation, settings, sql, client }: Pick<FleetStage, 'installation' | 'settings' | 'sql' | 'client'>,
  accounts: readonly IdleAccount[],
): Promise<ConnectionIdentity[]> {
  const [first, ...others] = accounts;
  if (first === undefined) return [];
  const { partnerOrganizationId: organizationId, accessToken: token } = first;
  const original = await connectAccount(sql, { organizationId, token }, settings.tokenKeys, first.organizationId);
  const worker = await startWorker(installation, { ...settings, syncInterval: '200ms' });
  await createSignalConnection(client)(original, 'reconnect');
  await waitFor('the first connection to be synced', () => isAtRest(sql), { timeoutMs: FIRST_SYNC_TIMEOUT_MS });
  await client.workflow.getHandle(connectionWorkflowId(original.connectionId)).terminate('cloned');
  await worker.running.stop();
  const cipher = createTokenCipher(new Secret(settings.tokenKeys));
  const clones = others.map(({ partnerOrganizationId, organizationId, accessToken }): ConnectionClone => {
    const owner = { organizationId, connectionId: randomUUID() };
    return { ...owner, partnerOrganizationId, tokenCiphertext: cipher.encrypt(owner, new Secret(accessToken)) };
  });
  await cloneConnection(sql, original, clones);
  await spreadOut(sql);
  return [original, ...clones];
}

/** What each does once an hour and once a day comes at any time of that, as after years. */
async function spreadOut(sql: Sql): Promise<void> {
  await sql`update sync_status set sweep_started_at = now() - random() * interval '1 hour'`;
  await sql`update subscription_looks set due_at = now() + random() * interval '1 day' where due_at is not null`;
}

/** Whole, derived, swept, and nothing under way or due. */
async function isAtRest(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ rests: boolean }[]>`
    select
      s.backfilled and s.phase = 'idle' and s.sweep_started_at is not null
      and not exists (select from subscription_looks where due_at < now())
      and not exists (select from sync_windows) and not exists (select from merchant_marks) as rests
    from sync_status s
  `;
  return row?.rests === true;
}

/**
 * Starts their workflows as after years: idle, each due at a time of its own, all of them within one interval.
 * @param asleepMs how long after about all of them are started none is due yet
 * @returns when the first one is due
 */
export async function startFleet(
  { sql, client, connections }: FleetStage,
  intervalMs: number,
  asleepMs: number,
): Promise<number> {
  const [original] = connections;
  if (original === undefined) throw new Error('There is no connection.');
  const facts = await withTenant(sql, original.organizationId, (tenant) =>
    readConnectionFacts(tenant, original.connectionId),
  );
  const firstMs = Date.now() + 5_000 + connections.length * STARTING_TAKES_MS + asleepMs;
  const due = connections.map((one, index) => ({ ...one, atMs: firstMs + (index / connections.length) * intervalMs }));
  await sql`
    update connection_directory d
    set next_sync_at = to_timestamp(due.at_ms / 1000), nudged_at = null, fresh_at = now()
    from unnest(
      ${due.map(({ connectionId }) => connectionId)}::uuid[], ${due.map(({ atMs }) => String(atMs))}::double precision[]
    ) as due (connection_id, at_ms)
    where d.connection_id = due.connection_id
  `;
  // A wait is two intervals at most, by what a run was last told; the first sync tells the true one.
  const policy = { intervalMs: intervalMs + firstMs - Date.now(), failureLimit: 5 };
  await inTurns(due, async ({ atMs, organizationId, connectionId, partnerOrganizationId }) => {
    const identity = { organizationId, connectionId, partnerOrganizationId };
    const standing = { name: 'idle', untilMs: Math.round(atMs) };
    const state = { standing, facts, policy, isFirstWait: false };
    const start = connectionStart(identity);
    await client.workflow.start('connection', { ...start, args: [{ ...start.args[0], state }] });
  });
  return firstMs;
}

/** Those that were started last sleep: nothing is left to do of starting any. */
export async function isAsleep({ client, connections }: FleetStage): Promise<boolean> {
  const last = connections.slice(-LOOKED_AT);
  const sleeping = await inTurns(last, async ({ connectionId }) => {
    const { raw } = await client.workflow.getHandle(connectionWorkflowId(connectionId)).describe();
    // The first try only says when the second one is due.
    return (raw.pendingActivities ?? []).some(({ attempt }) => (attempt ?? 0) > 1);
  });
  return !sleeping.includes(false);
}
