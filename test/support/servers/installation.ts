import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.js';
import { createTestDatabase, type TestDatabase } from '../database/database.js';
import { type AppProcess, useAppProcesses } from './processes.js';
import { startDevServer, type TestDevServer } from './temporal.js';
import { accessToken, testAuthSettings } from './tokens.js';

export interface Called {
  readonly status: number;
  readonly text: string;
  /** Empty when the answer is not JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Everything that one installation consists of, each part a process of its own except the Partner API. */
export interface Installation {
  readonly simulator: Simulator;
  /** Bound by no tenant. */
  readonly sql: Sql;
  readonly databaseUrl: string;
  readonly temporal: Client;
  readonly temporalServer: TestDevServer;
  readonly temporalDatabaseFile: string;
  /** Every process that was started, also those that have ended. */
  readonly started: readonly AppProcess[];
  /** What connects a process of it, for those that the tests start in their own way. */
  environment(): NodeJS.ProcessEnv;
  /** @param main another worker than production's */
  startWorker(main?: string, env?: NodeJS.ProcessEnv): Promise<AppProcess>;
  /** Later calls go to the api that was started last. */
  startApi(env?: NodeJS.ProcessEnv): Promise<AppProcess>;
  /** As the owner of a Convot organization. */
  call(
    organizationId: string,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Called>;
}

/**
 * An installation for one test file, ended after its last test: database, Temporal with a database file, Partner API.
 * Workers and apis are started by the tests, which kill them as they like.
 * @param env for workers and apis, in addition to what connects them
 * @param createDatabase for those who need a server of their own
 */
export function useInstallation(
  env: NodeJS.ProcessEnv = {},
  createDatabase: () => Promise<TestDatabase> = createTestDatabase,
): Installation {
  const processes = useAppProcesses();
  const open: (() => unknown)[] = [];
  const keyRing = `test:${randomBytes(32).toString('base64')}`;
  let parts: Pick<Installation, 'simulator' | 'sql' | 'databaseUrl' | 'temporal' | 'temporalServer'>;
  const started: AppProcess[] = [];
  let apiUrl = '';
  const folder = mkdtempSync(join(tmpdir(), 'convot-installation-'));
  const temporalDatabaseFile = join(folder, 'temporal.db');

  beforeAll(async () => {
    open.push(() => rmSync(folder, { recursive: true, force: true }));
    const database = await createDatabase();
    open.push(() => database.drop());
    const temporalServer = await startDevServer({ databaseFile: temporalDatabaseFile });
    open.push(() => temporalServer.stop());
    // The probes of connecting count, too: with a limit, some page would be asked for again.
    const simulator = await startSimulator({ settings: { requestsPerSecond: null } });
    open.push(() => simulator.close());
    const connection = await Connection.connect({ address: temporalServer.address });
    open.push(() => connection.close());
    const sql = connectPostgres(database.url, { applicationName: 'test', max: 4 });
    // A connection that a failed test has reserved is cut.
    open.push(() => sql.end({ timeout: 5 }));
    const temporal = new Client({ connection });
    parts = { simulator, sql, temporal, temporalServer, databaseUrl: database.url };
  }, 120_000);
  afterAll(async () => {
    for (const close of open.splice(0).reverse()) await close();
  }, 60_000);

  const environment = () => ({
    DATABASE_URL: parts.databaseUrl,
    TEMPORAL_ADDRESS: parts.temporalServer.address,
    PARTNER_API_URL: parts.simulator.url,
    ALLOW_PARTNER_API_OVERRIDE: '1',
    TOKEN_KEYS: keyRing,
    AUTH_PUBLIC_KEY: testAuthSettings.key.publicKey,
    AUTH_ISSUER: testAuthSettings.issuer,
    AUTH_AUDIENCE: testAuthSettings.audience,
    PORT: '0',
    ...env,
  });
  const start = async (main: string, ready: RegExp, more: NodeJS.ProcessEnv) => {
    const process = await processes.start(main, { env: { ...environment(), ...more } });
    started.push(process);
    return { process, match: await process.printed(ready, 60_000) };
  };
  return {
    get simulator() {
      return parts.simulator;
    },
    get sql() {
      return parts.sql;
    },
    get databaseUrl() {
      return parts.databaseUrl;
    },
    get temporal() {
      return parts.temporal;
    },
    get temporalServer() {
      return parts.temporalServer;
    },
    temporalDatabaseFile,
    started,
    environment,
    startWorker: async (main = 'worker/main.js', more = {}) => (await start(main, /worker started/, more)).process,
    startApi: async (more = {}) => {
      const { process, match } = await start('api/main.js', /"port":(\d+)/, more);
      apiUrl = `http://127.0.0.1:${match[1] ?? ''}`;
      return process;
    },
    call: callerOf(() => apiUrl),
  };
}

/**
 * Calls an api as the owner of a Convot organization.
 * @param patienceMs for ever without it
 */
export function callerOf(apiUrl: () => string, patienceMs?: number): Installation['call'] {
  return async (organizationId, method, path, body, headers = {}) => {
    const controller = new AbortController();
    const timer = patienceMs === undefined ? undefined : setTimeout(() => controller.abort(), patienceMs);
    try {
      const response = await fetch(`${apiUrl()}${path}`, {
        method,
        signal: controller.signal,
        headers: {
          ...headers,
          authorization: `Bearer ${await accessToken({ org: organizationId })}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const json = text.startsWith('{') ? (JSON.parse(text) as Called['json']) : {};
      return { status: response.status, text, json };
    } finally {
      clearTimeout(timer);
    }
  };
}
