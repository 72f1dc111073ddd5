import { Client } from '@temporalio/client';
import { NativeConnection, Runtime, Worker, type NativeConnectionOptions } from '@temporalio/worker';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createActivities } from '../activities/create-activities.js';
import { createFailureInterceptor } from '../activities/failure-interceptor.js';
import { databaseUrl, readEnvironment, tokenKeys } from '../config.js';
import { createSignalConnection } from '../connections/signal-connection.js';
import { createTokenCipher } from '../connections/token-cipher.js';
import { createLogger } from '../log.js';
import { createPartnerApi } from '../partner/client.js';
import { createPacers } from '../partner/pacers.js';
import { checkRole } from '../store/check-role.js';
import { connectPostgres } from '../store/client.js';
import { temporalSettings } from '../temporal.js';
import { ensureReconcilerSchedule } from './ensure-schedule.js';
import { workerOptions } from './worker-options.js';

const environment = readEnvironment();
const logger = createLogger('worker', environment.LOG_LEVEL);
const policy = { intervalMs: environment.SYNC_INTERVAL, failureLimit: environment.FAILURE_LIMIT };

Runtime.install({
  logger: {
    log: () => undefined,
    trace: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: (message, meta) => logger.warn({ sdk: meta?.['sdkComponent'] }, message),
    error: (message, meta) => logger.error({ sdk: meta?.['sdkComponent'] }, message),
  },
});
const sql = connectPostgres(databaseUrl(environment, 'WORKER_DATABASE_URL'), {
  applicationName: 'convot-worker',
  role: 'convot_worker',
  max: 20,
});
await checkRole(sql);
const { connectionOptions, namespace } = temporalSettings(environment);
const connection = await connectToTemporal(connectionOptions, logger);
const client = new Client({ connection, namespace });
await ensureReconcilerSchedule(client);
const worker = await Worker.create({
  ...workerOptions,
  connection,
  namespace,
  activities: createActivities(
    {
      sql,
      partnerApi: createPartnerApi({ url: environment.PARTNER_API_URL, version: environment.PARTNER_API_VERSION }),
      pacerOf: createPacers(),
      tokenCipher: createTokenCipher(tokenKeys(environment)),
      signal: createSignalConnection(client),
      logger,
    },
    policy,
  ),
  interceptors: { activity: [createFailureInterceptor(logger, policy)] },
});
logger.info({ taskQueue: workerOptions.taskQueue, namespace }, 'worker started');
// SIGTERM and SIGINT end the run gracefully. A lost server ends it with an error: whoever supervises starts us again.
await worker.run();
await connection.close();
await sql.end({ timeout: 5 });
logger.info('worker stopped');

/** A worker that starts before its server waits for it: idle but healthy-looking for hours is worse than a log line. */
async function connectToTemporal(options: NativeConnectionOptions, log: Logger): Promise<NativeConnection> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await NativeConnection.connect(options);
    } catch (error) {
      log.warn({ err: error, attempt }, 'Temporal does not answer; trying again');
      await sleep(Math.min(500 * 2 ** attempt, 15_000));
    }
  }
}
