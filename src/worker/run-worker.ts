import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { NativeConnection, type NativeConnectionOptions, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities } from '../activities/create-activities.js';
import { createDeliver } from '../activities/deliver.js';
import { createFailureInterceptor } from '../activities/failure-interceptor.js';
import { createRefreshShop } from '../activities/refresh-shop.js';
import { databaseUrl, type Environment, metricsAddress, tokenKeys, webhookTarget } from '../config/config.js';
import { temporalSettings } from '../config/temporal.js';
import { createTokenCipher } from '../connections/keys/token-cipher.js';
import { checkTokenKeys } from '../connections/keys/token-key-checks.js';
import { createConnectionRuns } from '../connections/runs/connection-runs.js';
import { createSignalConnection } from '../connections/runs/signal-connection.js';
import { createPartnerApi } from '../partner/client/client.js';
import { type BudgetOptions, createClientBudgets } from '../partner/pace/client-budgets.js';
import { statesSubscriptions, watchVersion } from '../partner/versions/api-version.js';
import { checkRole } from '../postgres/check-role.js';
import { connectPostgres, SERVICE_STATEMENT_TIMEOUT_MS } from '../postgres/client.js';
import { endOnSignal } from '../process/end-process.js';
import { createSendMessage } from '../webhooks/send-message.js';
import { createStartDelivery } from '../webhooks/start-delivery.js';
import { ensureReconcilerSchedule } from './ensure-schedule.js';
import { installRuntime } from './install-runtime.js';
import { keepHeapSmall } from './keep-heap-small.js';
import { runTogether } from './run-together.js';
import { watchHealth } from './watch-health.js';
import { WorkMeter } from './work-meter.js';
import { deliveryWorkerOptions, ENDED_WITHIN_MS, refreshWorkerOptions, workerOptions } from './worker-options.js';

/** What only benchmarks change: other limits than Shopify's, and how it speaks to Temporal. */
export interface WorkerTuning extends BudgetOptions, Pick<NativeConnectionOptions, 'grpcCompression'> {}

/** Builds the worker's parts, and runs until it is told to stop or loses its server for good. */
export async function runWorker(
  environment: Environment,
  logger: Logger,
  { grpcCompression, ...budget }: WorkerTuning = {},
): Promise<void> {
  const policy = { intervalMs: environment.SYNC_INTERVAL, failureLimit: environment.FAILURE_LIMIT };
  let isRunning = false;
  // Temporal's runtime takes the signals from here on, and would forget one that comes before there is a worker.
  endOnSignal(logger, { withinMs: ENDED_WITHIN_MS, isRunning: () => isRunning });
  keepHeapSmall();
  installRuntime(logger, metricsAddress(environment));
  const keyRing = tokenKeys(environment);
  const tokenCipher = createTokenCipher(keyRing);
  const sql = connectPostgres(databaseUrl(environment, 'WORKER_DATABASE_URL'), {
    applicationName: 'convot-worker',
    role: 'convot_worker',
    statementTimeoutMs: SERVICE_STATEMENT_TIMEOUT_MS,
    max: 20,
  });
  await checkRole(sql, environment.NODE_ENV === 'production');
  await checkTokenKeys(sql, keyRing);
  const { connectionOptions, namespace } = temporalSettings(environment);
  const connection = await connectToTemporal(
    grpcCompression === undefined ? connectionOptions : { ...connectionOptions, grpcCompression },
    logger,
  );
  const client = new Client({ connection, namespace });
  await ensureReconcilerSchedule(client);
  const apiVersion = environment.PARTNER_API_VERSION;
  const unwatched = createPartnerApi({ url: environment.PARTNER_API_URL, version: apiVersion });
  const partnerApi = watchVersion(unwatched, apiVersion, logger);
  const signal = createSignalConnection(client);
  const runs = createConnectionRuns(client);
  const budgetOf = createClientBudgets(budget);
  const target = webhookTarget(environment);
  const startDelivery = target === null ? null : createStartDelivery(client);
  const translated = createFailureInterceptor(logger, policy);
  const [syncs, deliveriesDone, refreshesDone] = [new WorkMeter(), new WorkMeter(), new WorkMeter()];
  const asksForSubscriptions = statesSubscriptions(apiVersion);
  const syncDeps = { sql, partnerApi, apiVersion, budgetOf, tokenCipher, asksForSubscriptions, startDelivery, logger };
  const worker = await Worker.create({
    ...workerOptions,
    connection,
    namespace,
    activities: createActivities({ ...syncDeps, signal, runs }, policy),
    interceptors: { activity: [syncs.interceptor, translated] },
  });
  const deliveries = await Worker.create({
    ...deliveryWorkerOptions,
    connection,
    namespace,
    activities: { deliver: createDeliver({ sql, send: createSendMessage(target), logger }) },
    interceptors: { activity: [deliveriesDone.interceptor, translated] },
  });
  const refreshes = await Worker.create({
    ...refreshWorkerOptions,
    connection,
    namespace,
    activities: { refreshShop: createRefreshShop(syncDeps) },
    interceptors: { activity: [refreshesDone.interceptor, translated] },
  });
  await watchHealth({ sql, client, logger, syncs, deliveries: deliveriesDone, refreshes: refreshesDone });
  isRunning = true;
  logger.info({ taskQueue: workerOptions.taskQueue, namespace }, 'worker started');
  // SIGTERM and SIGINT end the run gracefully. A lost server ends it with an error: whoever supervises starts us again.
  await runTogether([worker, deliveries, refreshes]);
  await connection.close();
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
