import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { NativeConnection, type NativeConnectionOptions, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createDoctorActivities } from '../activities/check-organizations.js';
import { createActivities } from '../activities/create-activities.js';
import { createDeliver } from '../activities/deliver.js';
import { createFailureInterceptor } from '../activities/failure-interceptor.js';
import { createForwardUpdates } from '../activities/forward-updates.js';
import { createRefreshShop } from '../activities/refresh-shop.js';
import { databaseUrl, type Environment, metricsAddress, tokenKeys, webhookTarget } from '../config/config.js';
import { temporalSettings } from '../config/temporal.js';
import { createTokenCipher } from '../connections/keys/token-cipher.js';
import { checkTokenKeys } from '../connections/keys/token-key-checks.js';
import { createConnectionRuns } from '../connections/runs/connection-runs.js';
import { createSignalConnection } from '../connections/runs/signal-connection.js';
import type { SyncInput } from '../contract/connection-activities.js';
import { createErasedNames } from '../erasure/erased-names.js';
import { serveMetrics } from '../metrics/serve-metrics.js';
import { createWorkerMetrics } from '../metrics/worker-metrics.js';
import { createPartnerApi } from '../partner/client/client.js';
import { type BudgetOptions, createClientBudgets } from '../partner/pace/client-budgets.js';
import { statesSubscriptions, watchVersion } from '../partner/versions/api-version.js';
import { SERVED_APPLICATIONS } from '../postgres/application-names.js';
import { checkRole } from '../postgres/check-role.js';
import { connectPostgres, PATIENT_STATEMENT_TIMEOUT_MS, SERVICE_STATEMENT_TIMEOUT_MS } from '../postgres/client.js';
import { WORKER_CONNECTIONS, WORKER_SPARE_CONNECTIONS } from '../postgres/connection-budget.js';
import { PoolUse } from '../postgres/pool-use.js';
import { checkSchema, watchSchema } from '../postgres/schema/schema-version.js';
import { endBecause, endOnSignal } from '../process/end-process.js';
import type { SyncDeps } from '../sync/sync-deps.js';
import type { TellSync } from '../sync/sync-summary.js';
import { DELIVERY_REQUEST, PARTNER_REQUEST } from '../tracing/span-names.js';
import type { Tracing } from '../tracing/spans.js';
import { tracedSql } from '../tracing/traced-sql.js';
import { tracedActivities } from '../tracing/traced-temporal.js';
import { traced } from '../tracing/tracing.js';
import { createSendMessage } from '../webhooks/send-message.js';
import { createStartDelivery } from '../webhooks/start-delivery.js';
import { createResumeUpdates, createStartUpdates } from '../webhooks/start-updates.js';
import { ensureSchedules, keepSchedules } from './ensure-schedule.js';
import { installRuntime } from './install-runtime.js';
import { keepHeapSmall } from './keep-heap-small.js';
import { logSyncs } from './log-syncs.js';
import { runTogether } from './run-together.js';
import { watchHealth } from './watch-health.js';
import { WorkMeter } from './work-meter.js';
import {
  deliveryWorkerOptions,
  ENDED_WITHIN_MS,
  firstSyncWorkerOptions,
  refreshWorkerOptions,
  updatesWorkerOptions,
  workerOptions,
} from './worker-options.js';

/** What only benchmarks change: other limits than Shopify's, and how it speaks to Temporal. */
export interface WorkerTuning extends BudgetOptions, Pick<NativeConnectionOptions, 'grpcCompression'> {}

/** Builds the worker's parts, and runs until it is told to stop or loses its server for good. */
export async function runWorker(
  environment: Environment,
  logger: Logger,
  { grpcCompression, ...budget }: WorkerTuning = {},
  tracing: Tracing | null = null,
): Promise<void> {
  const policy = { intervalMs: environment.SYNC_INTERVAL, failureLimit: environment.FAILURE_LIMIT };
  let isRunning = false;
  // Temporal's runtime takes the signals from here on, and would forget one that comes before there is a worker.
  endOnSignal(logger, { withinMs: ENDED_WITHIN_MS, isRunning: () => isRunning });
  keepHeapSmall();
  const forMetrics = metricsAddress(environment);
  const sdkPort = installRuntime(logger, forMetrics !== undefined);
  const keyRing = tokenKeys(environment);
  const tokenCipher = createTokenCipher(keyRing);
  const poolUse = new PoolUse(WORKER_CONNECTIONS);
  const login = databaseUrl(environment, 'WORKER_DATABASE_URL');
  const options = { applicationName: SERVED_APPLICATIONS.worker, role: 'convot_worker' } as const;
  const pool = connectPostgres(login, {
    ...options,
    statementTimeoutMs: SERVICE_STATEMENT_TIMEOUT_MS,
    max: poolUse.limit,
    use: poolUse,
  });
  const sql = tracedSql(pool, tracing);
  const openPatient = () =>
    connectPostgres(login, {
      ...options,
      statementTimeoutMs: PATIENT_STATEMENT_TIMEOUT_MS,
      max: WORKER_SPARE_CONNECTIONS,
    });
  await checkRole(sql, environment.NODE_ENV === 'production');
  await checkSchema(sql);
  watchSchema(sql, (reason) => endBecause(logger, reason));
  await checkTokenKeys(sql, keyRing);
  const apiVersion = environment.PARTNER_API_VERSION;
  const metrics = createWorkerMetrics({
    ...{ sql, logger, apiVersion, sdkPort, poolUse },
    intervalMs: policy.intervalMs,
    certificateFiles: environment.CERTIFICATE_FILES,
  });
  const served = forMetrics === undefined ? null : await serveMetrics(forMetrics, metrics.scrape);
  const { connectionOptions, namespace } = temporalSettings(environment);
  const connection = await connectToTemporal(
    grpcCompression === undefined ? connectionOptions : { ...connectionOptions, grpcCompression },
    logger,
  );
  const client = new Client({ connection, namespace });
  await ensureSchedules(client);
  const unwatched = createPartnerApi({ url: environment.PARTNER_API_URL, version: apiVersion });
  const partnerApi = watchVersion(
    metrics.measurePartnerApi(traced(tracing, PARTNER_REQUEST, unwatched)),
    apiVersion,
    logger,
  );
  const signal = createSignalConnection(client);
  const runs = createConnectionRuns(client);
  const budgetOf = createClientBudgets(budget);
  const target = webhookTarget(environment);
  const startDelivery = target === null ? null : createStartDelivery(client);
  const tellsUpdates = environment.CONVOT_WEBHOOK_UPDATES === '1';
  const startUpdates = tellsUpdates ? createStartUpdates(client) : null;
  const resumeUpdates = tellsUpdates ? createResumeUpdates(client) : null;
  const translated = createFailureInterceptor(logger, policy);
  const inside = tracing === null ? [translated] : [tracedActivities(tracing), translated];
  const [syncs, firstSyncs] = [new WorkMeter(), new WorkMeter()];
  const [deliveriesDone, updatesDone, refreshesDone] = [new WorkMeter(), new WorkMeter(), new WorkMeter()];
  const asksForSubscriptions = statesSubscriptions(apiVersion);
  const erasedNames = createErasedNames(keyRing);
  const logSync = logSyncs(logger);
  const tellSync: TellSync = (sync) => {
    metrics.countSync(sync);
    logSync(sync);
  };
  const syncDeps: SyncDeps = {
    ...{
      sql,
      partnerApi,
      apiVersion,
      budgetOf,
      tokenCipher,
      erasedNames,
      asksForSubscriptions,
      startDelivery,
      startUpdates,
      tellSync,
      logger,
    },
  };
  const activities = createActivities({ ...syncDeps, signal, runs, resumeUpdates }, policy);
  const worker = await Worker.create({
    ...workerOptions,
    connection,
    namespace,
    activities: {
      ...metrics.countReconciler(activities),
      ...createDoctorActivities({ sql, openPatient, apiVersion, certificates: environment.CERTIFICATE_FILES, logger }),
    },
    interceptors: { activity: [syncs.interceptor, ...inside] },
  });
  const firstSyncWorker = await Worker.create({
    ...firstSyncWorkerOptions,
    connection,
    namespace,
    activities: { syncConnection: (input: SyncInput) => activities.syncConnection(input) },
    interceptors: { activity: [firstSyncs.interceptor, ...inside] },
  });
  const send = metrics.measureDeliveries(traced(tracing, DELIVERY_REQUEST, createSendMessage(target)));
  const deliveries = await Worker.create({
    ...deliveryWorkerOptions,
    connection,
    namespace,
    activities: { deliver: createDeliver({ sql, send, tellsUpdates, logger }) },
    interceptors: { activity: [deliveriesDone.interceptor, ...inside] },
  });
  const updates = await Worker.create({
    ...updatesWorkerOptions,
    connection,
    namespace,
    activities: { forwardUpdates: createForwardUpdates({ sql, send, startDelivery, tellsUpdates, logger }) },
    interceptors: { activity: [updatesDone.interceptor, ...inside] },
  });
  const refreshes = await Worker.create({
    ...refreshWorkerOptions,
    connection,
    namespace,
    activities: { refreshShop: createRefreshShop(syncDeps) },
    interceptors: { activity: [refreshesDone.interceptor, ...inside] },
  });
  const { notePolls } = metrics;
  const meters = { syncs, firstSyncs, deliveries: deliveriesDone, updates: updatesDone, refreshes: refreshesDone };
  await watchHealth({ sql, client, logger, notePolls, ...meters });
  isRunning = true;
  const told = served === null ? {} : { metricsHost: forMetrics?.host, metricsPort: served.port };
  logger.info({ taskQueue: workerOptions.taskQueue, namespace, ...told }, 'worker started');
  const keepNoMore = keepSchedules(client, logger);
  // SIGTERM and SIGINT end the run gracefully. A lost server ends it with an error: whoever supervises starts us again.
  await runTogether([worker, firstSyncWorker, deliveries, updates, refreshes]);
  keepNoMore();
  await connection.close();
  served?.server.close();
  await sql.end({ timeout: 5 });
  logger.info('worker stopped');
}

/** A worker that starts before its server waits for it: idle but healthy-looking for hours is worse than a log line. */
async function connectToTemporal(options: NativeConnectionOptions, logger: Logger): Promise<NativeConnection> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await NativeConnection.connect(options);
    } catch (error) {
      logger.warn({ err: error, attempt }, 'Temporal does not answer; trying again');
      await sleep(Math.min(500 * 2 ** attempt, 15_000));
    }
  }
}
