import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerTuning } from '../../../src/worker/run-worker.js';
import { type BenchProcess, startBenchProcess } from './bench-process.js';
import type { Installation } from './installation.js';

export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly partnerApiUrl: string;
  readonly tokenKeys: string;
  readonly tuning?: WorkerTuning | undefined;
  readonly syncInterval?: string;
  readonly logLevel?: string;
  /** Who is told every change of a merchant. */
  readonly receiver?: { readonly url: string; readonly secret: string } | undefined;
}

/** Starts our worker as a process. Resolves when it asks Temporal for work. */
export function startWorker(installation: Installation, settings: WorkerSettings): Promise<BenchProcess> {
  const args = [JSON.stringify(settings.tuning ?? {})];
  const env = workerEnvironment(installation, settings);
  return startBenchProcess(installation.processes, 'run/worker.ts', args, /worker started/, env);
}

/** What a worker is told of the servers that it works with. */
export function workerEnvironment(
  { folder }: Installation,
  {
    databaseUrl,
    temporalAddress,
    partnerApiUrl,
    tokenKeys,
    syncInterval,
    logLevel,
    receiver,
  }: Omit<WorkerSettings, 'tuning'>,
): NodeJS.ProcessEnv {
  // The developer's own profile, for some other server, must not mix with ours.
  const profile = join(folder, 'temporal.toml');
  writeFileSync(profile, '[profile.default]\n');
  return {
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_CONFIG_FILE: profile,
    PARTNER_API_URL: partnerApiUrl,
    ALLOW_PARTNER_API_OVERRIDE: '1',
    TOKEN_KEYS: tokenKeys,
    ...(syncInterval === undefined ? {} : { SYNC_INTERVAL: syncInterval }),
    ...(logLevel === undefined ? {} : { LOG_LEVEL: logLevel }),
    ...(receiver === undefined
      ? {}
      : {
          CONVOT_WEBHOOK_URL: receiver.url,
          CONVOT_WEBHOOK_SECRET: receiver.secret,
          CONVOT_WEBHOOK_UPDATES: '1',
        }),
  };
}
