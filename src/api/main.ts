import { once } from 'node:events';
import type { Server } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import {
  authSettings,
  databaseUrl,
  isDevelopmentSignIn,
  metricsAddress,
  readEnvironment,
  tokenKeys,
} from '../config/config.js';
import { temporalSettings } from '../config/temporal.js';
import { openInstallationKey } from '../connections/keys/installation-key.js';
import { createTokenCipher } from '../connections/keys/token-cipher.js';
import { checkTokenKeys } from '../connections/keys/token-key-checks.js';
import { createSignalConnection } from '../connections/runs/signal-connection.js';
import { developmentKeys } from '../development/development-keys.js';
import { developmentToken } from '../development/development-token.js';
import { createErasedNames } from '../erasure/erased-names.js';
import { FeedWatch } from '../merchants/changes/feed-watch.js';
import { createStartRefresh } from '../merchants/refresh/start-refresh.js';
import { createApiMetrics } from '../metrics/api-metrics.js';
import { serveMetrics } from '../metrics/serve-metrics.js';
import { createPartnerApi } from '../partner/client/client.js';
import { createClientBudgets } from '../partner/pace/client-budgets.js';
import { paced } from '../partner/pace/paced.js';
import { watchVersion } from '../partner/versions/api-version.js';
import { SERVED_APPLICATIONS } from '../postgres/application-names.js';
import { checkRole } from '../postgres/check-role.js';
import { type ClientOptions, connectPostgres, SERVICE_STATEMENT_TIMEOUT_MS } from '../postgres/client.js';
import { API_CONNECTIONS, API_SPARE_CONNECTIONS } from '../postgres/connection-budget.js';
import { PoolUse } from '../postgres/pool-use.js';
import { checkSchema, watchSchema } from '../postgres/schema/schema-version.js';
import { endBecause, endOnSignal, endOnUncaught, endProcess } from '../process/end-process.js';
import { createLogger } from '../process/log.js';
import { paths } from '../process/paths.js';
import { createAuthenticate } from '../sign-in/authenticate.js';
import { PARTNER_REQUEST } from '../tracing/span-names.js';
import { tracedSql } from '../tracing/traced-sql.js';
import { tracedClient } from '../tracing/traced-temporal.js';
import { startTracing, traced } from '../tracing/tracing.js';
import { defaultRateLimits } from './load/rate-limits.js';
import { createCursors } from './request/cursors.js';
import { createOnce } from './request/idempotency.js';
import { createApp } from './server/create-app.js';
import { createApiServer } from './server/create-server.js';
import { Liveness } from './server/health.js';
import { Leaving } from './server/leaving.js';
import type { DevelopmentPages } from './server/serve-development.js';

/**
 * The api process: builds the parts, opens its ports last, and on SIGTERM says that it is not ready, then takes nothing new,
 * answers what it has begun, and ends.
 */
const LEAVE_MS = 3_000;
const DRAIN_MS = 10_000;
// For a turn to ask Shopify; a request must not stand in line for longer than it may take to end the process.
const LINE_PATIENCE_MS = DRAIN_MS;
/** Within this it is gone, whatever hangs. */
const ENDED_WITHIN_MS = LEAVE_MS + DRAIN_MS + 2_000;

async function main(): Promise<void> {
  const environment = readEnvironment();
  const tracing = await startTracing('convot-api', environment.OTEL_EXPORTER_OTLP_ENDPOINT);
  const log = createLogger('api', environment.LOG_LEVEL, undefined, tracing?.ids);
  endOnUncaught(log);
  const keyRing = tokenKeys(environment);
  const cipher = createTokenCipher(keyRing);
  const authenticate = await createAuthenticate(authSettings(environment), log);
  const poolUse = new PoolUse(API_CONNECTIONS);
  const connect = (pool: Pick<ClientOptions, 'max' | 'use'>) =>
    connectPostgres(databaseUrl(environment, 'API_DATABASE_URL'), {
      applicationName: SERVED_APPLICATIONS.api,
      role: 'convot_api',
      statementTimeoutMs: SERVICE_STATEMENT_TIMEOUT_MS,
      ...pool,
    });
  const sql = tracedSql(connect({ max: poolUse.limit, use: poolUse }), tracing);
  await checkRole(sql, environment.NODE_ENV === 'production');
  await checkSchema(sql);
  watchSchema(sql, (reason) => endBecause(log, reason));
  await checkTokenKeys(sql, keyRing);
  const installationKey = await openInstallationKey(sql, keyRing);
  // Lazy: without Temporal commands are taken all the same, and carried out when it is back.
  const { connectionOptions, namespace } = temporalSettings(environment);
  const temporal = Connection.lazy(connectionOptions);
  const interceptors = tracing === null ? {} : { workflow: [tracedClient(tracing)] };
  const client = new Client({ connection: temporal, namespace, interceptors });
  const feedWatch = new FeedWatch(sql);
  const leaving = new Leaving();
  const metrics = createApiMetrics({
    poolUse,
    certificateFiles: environment.CERTIFICATE_FILES,
  });
  const apiVersion = environment.PARTNER_API_VERSION;
  const partnerApi = createPartnerApi({ url: environment.PARTNER_API_URL, version: apiVersion });
  const app = createApp({
    sql,
    cipher,
    partnerApi: paced(
      watchVersion(metrics.measurePartnerApi(traced(tracing, PARTNER_REQUEST, partnerApi)), apiVersion, log),
      {
        sql,
        budgetOf: createClientBudgets(),
        patienceMs: LINE_PATIENCE_MS,
      },
    ),
    signal: createSignalConnection(client),
    startRefresh: createStartRefresh(client),
    erasedNames: createErasedNames(keyRing),
    feedWatch,
    log,
    policy: { intervalMs: environment.SYNC_INTERVAL, failureLimit: environment.FAILURE_LIMIT, apiVersion },
    cursors: createCursors(installationKey),
    once: createOnce(sql, installationKey),
    authenticate,
    limits: defaultRateLimits,
    metrics: metrics.http,
    tracing,
    liveness: new Liveness({ sql, fresh: () => connect({ max: API_SPARE_CONNECTIONS }), log }),
    leaving,
    frameAncestors: environment.FRAME_ANCESTORS,
    pagesDirectory: paths.pages,
    development: isDevelopmentSignIn(environment) ? developmentSignIn() : undefined,
    servesMcp: environment.MCP === '1',
    trustProxy: environment.TRUST_PROXY,
  });

  const server = createApiServer(app, log);
  const servers = [server];
  await listen(server, environment.PORT);
  const forMetrics = metricsAddress(environment);
  let told = {};
  if (forMetrics !== undefined) {
    const served = await serveMetrics(forMetrics, () => metrics.registry.metrics());
    servers.push(served.server);
    told = { metricsHost: forMetrics.host, metricsPort: served.port };
  }
  log.info({ address: server.address(), ...told }, 'listening');

  endOnSignal(log, { withinMs: ENDED_WITHIN_MS, isRunning: () => true });
  const signal = await stopSignal();
  log.info({ signal }, 'stopping');
  await leaving.leave(LEAVE_MS);
  feedWatch.close();
  await Promise.all(servers.map(drain));
  await temporal.close();
  await sql.end({ timeout: 2 });
  await tracing?.close();
  log.info('stopped');
}

const DEVELOPMENT_TOKEN_SECONDS = 300;

function developmentSignIn(): DevelopmentPages {
  const keys = developmentKeys(paths.local);
  return {
    issueToken: ({ organizationId, role }) =>
      developmentToken(keys, {
        organizationId,
        role,
        subject: `${role}_development`,
        lifetimeSeconds: DEVELOPMENT_TOKEN_SECONDS,
      }),
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port);
  await once(server, 'listening');
}

async function stopSignal(): Promise<string> {
  return Promise.race(
    ['SIGTERM', 'SIGINT'].map(async (name) => {
      await once(process, name);
      return name;
    }),
  );
}

/** Takes no new connections, lets running requests end, and cuts what is still there after the time to drain. */
async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection whose request ends from now on is kept alive by its client, and would hold us up.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
}

try {
  await main();
  endProcess(0);
} catch (error) {
  // The messages of what can fail here are ours or the network's and are written for the operator.
  createLogger('api', 'error').fatal(
    { err: error, reason: error instanceof Error ? error.message : String(error) },
    'cannot run',
  );
  endProcess(1);
}
