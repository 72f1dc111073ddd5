import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import type { RateLimits } from '../../../src/api/load/rate-limits.js';
import { createCursors } from '../../../src/api/request/cursors.js';
import { createOnce } from '../../../src/api/request/idempotency.js';
import { createApp } from '../../../src/api/server/create-app.js';
import { createApiServer } from '../../../src/api/server/create-server.js';
import type { DevelopmentPages } from '../../../src/api/server/serve-development.js';
import { createTokenCipher } from '../../../src/connections/keys/token-cipher.js';
import { createSignalConnection } from '../../../src/connections/runs/signal-connection.js';
import { createErasedNames } from '../../../src/erasure/erased-names.js';
import { FeedWatch } from '../../../src/merchants/changes/feed-watch.js';
import { createStartRefresh } from '../../../src/merchants/refresh/start-refresh.js';
import { httpMetrics } from '../../../src/metrics/http-requests.js';
import { createRegistry } from '../../../src/metrics/registry.js';
import { createPartnerApi } from '../../../src/partner/client/client.js';
import { createClientBudgets } from '../../../src/partner/pace/client-budgets.js';
import { paced } from '../../../src/partner/pace/paced.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { createLogger } from '../../../src/process/log.js';
import { paths } from '../../../src/process/paths.js';
import { createAuthenticate } from '../../../src/sign-in/authenticate.js';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.js';
import { World } from '../../../src/simulator/world.js';
import { Secret } from '../../../src/values/secret.js';
import { createTestDatabase } from '../database/database.js';
import { testServers } from '../run/servers.js';
import { testAuthSettings } from './tokens.js';

export interface Sent {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The fields that tests look at one by one; the rest is compared whole. */
export interface AnyBody {
  readonly id: string;
  readonly status: string;
  readonly code: string;
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly nextCursor: string | null;
  readonly [field: string]: unknown;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty when the answer is not JSON. */
  readonly json: AnyBody;
}

/**
 * The api as its process builds it, over a database and a Partner API of the test's own. No worker runs: what it starts
 * in Temporal, which all such tests share, is left there.
 */
export interface TestApi {
  readonly url: string;
  readonly simulator: Simulator;
  /** Bound by no tenant. */
  readonly sql: Sql;
  readonly temporal: Client;
  readonly keyRing: Secret;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  /** Everything that was logged. */
  readonly logged: () => string;
  send(method: string, path: string, sent?: Sent): Promise<Answered>;
  /** Ends everything, in an order that leaves nothing behind even when a part fails. */
  close(): Promise<void>;
}

export interface TestApiOptions {
  readonly limits?: Partial<RateLimits>;
  /** What the Partner API holds; empty when left out. */
  readonly world?: World;
  /** How fast it may be asked with one token, and how long a request waits for its turn. */
  readonly pace?: { readonly requestsPerSecond: number; readonly patienceMs: number };
  /** Where the api looks for its servers, instead of where they are. */
  readonly databaseUrl?: string;
  readonly temporalAddress?: string;
  readonly frameAncestors?: readonly string[];
  readonly development?: DevelopmentPages;
  readonly servesMcp?: boolean;
}

const plenty = { tries: 1_000_000, windowMs: 60_000 };
// Whoever looks waits a second at most; a busy machine may take longer, and then a test of what was started finds nothing.
const REFRESH_START_MS = 15_000;
const quick = { requestsPerSecond: 1_000, patienceMs: 60_000 };

export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { limits = {}, world = new World(), pace = quick } = options;
  const open: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of open.splice(0).reverse()) await end();
  };
  try {
    const database = await createTestDatabase();
    open.push(() => database.drop());
    const { temporalAddress } = testServers();
    const simulator = await startSimulator({ world, settings: { requestsPerSecond: null } });
    open.push(() => simulator.close());
    const connection = Connection.lazy({
      address: options.temporalAddress ?? temporalAddress,
      // The SDK's retries are timers that throw when they fire after the connection was closed.
      interceptors: [],
    });
    open.push(() => connection.close());
    const temporal = new Client({ connection });
    const sql = connectPostgres(database.url, { applicationName: 'test', max: 2 });
    const apiSql = connectPostgres(options.databaseUrl ?? database.url, {
      applicationName: 'test-api',
      role: 'convot_api',
    });
    open.push(
      () => sql.end(),
      () => apiSql.end(),
    );
    const keyRing = new Secret(`test:${randomBytes(32).toString('base64')}`);
    const installationKey = new Secret(randomBytes(32).toString('base64'));
    let logged = '';
    const log = createLogger('api', 'trace', { write: (line: string) => void (logged += line) });
    const app = createApp({
      sql: apiSql,
      cipher: createTokenCipher(keyRing),
      partnerApi: paced(createPartnerApi({ url: simulator.url, version: '2026-07' }), {
        sql: apiSql,
        budgetOf: createClientBudgets(pace),
        patienceMs: pace.patienceMs,
      }),
      signal: createSignalConnection(temporal),
      startRefresh: createStartRefresh(temporal, REFRESH_START_MS),
      erasedNames: createErasedNames(keyRing),
      feedWatch: new FeedWatch(apiSql),
      log,
      policy: { intervalMs: 240_000, failureLimit: 5, apiVersion: '2026-07' },
      cursors: createCursors(installationKey),
      once: createOnce(apiSql, installationKey),
      authenticate: await createAuthenticate(testAuthSettings),
      limits: { requests: plenty, appAdditions: plenty, ...limits },
      confirmAfterMs: 0,
      metrics: httpMetrics(createRegistry()),
      tracing: null,
      liveness: { isStuck: false },
      frameAncestors: options.frameAncestors ?? [],
      pagesDirectory: paths.pages,
      development: options.development,
      servesMcp: options.servesMcp ?? false,
    });
    const server = createApiServer(app, log).listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      url,
      simulator,
      sql,
      temporal,
      keyRing,
      databaseUrl: database.url,
      temporalAddress,
      logged: () => logged,
      send: sender(url),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function sender(url: string): TestApi['send'] {
  return async (method, path, { token, body, headers = {} } = {}) => {
    const raw = typeof body === 'string' || body === undefined;
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(raw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const json = (isJson ? JSON.parse(text) : {}) as AnyBody;
    return { status: response.status, headers: response.headers, text, json };
  };
}
