import { join } from 'node:path';
import { inheritedEnvironment } from '../../src/config.js';
import type { RunningProcess } from '../../src/dev/processes/process-group.js';
import { waitFor } from '../../src/dev/processes/wait-for.js';
import { paths } from '../../src/process/paths.js';
import type { BudgetOptions } from '../../src/partner/pace/client-budgets.js';
import type { Installation } from './installation.js';

export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly partnerApiUrl: string;
  readonly tokenKeys: string;
  /** Other limits than Shopify's. */
  readonly budget: BudgetOptions;
}

const START_TIMEOUT_MS = 60_000;

/** Starts a worker process. Resolves when it asks Temporal for work. */
export async function startWorker({ processes }: Installation, settings: WorkerSettings): Promise<RunningProcess> {
  const { databaseUrl, temporalAddress, partnerApiUrl, tokenKeys, budget } = settings;
  const { PATH, HOME, TMPDIR } = inheritedEnvironment();
  let output = '';
  const worker = await processes.start({
    name: 'worker',
    command: process.execPath,
    args: [
      ...['--enable-source-maps', '--import', 'tsx', join(paths.root, 'bench/support/bench-worker.ts')],
      ...(budget.requestsPerSecond === undefined ? [] : [`--requests-per-second=${budget.requestsPerSecond}`]),
      ...(budget.pagesPerRequest === undefined ? [] : [`--pages-per-request=${budget.pagesPerRequest}`]),
    ],
    env: {
      ...{ PATH, HOME, TMPDIR, NODE_ENV: 'test' },
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      PARTNER_API_URL: partnerApiUrl,
      ALLOW_PARTNER_API_OVERRIDE: '1',
      TOKEN_KEYS: tokenKeys,
    },
    cwd: paths.root,
    onLine: (line) => {
      if (output.length < 10_000) output += line;
    },
  });
  await waitFor('the worker', () => output.includes('worker started'), {
    timeoutMs: START_TIMEOUT_MS,
    giveUp: () => (worker.exit === undefined ? undefined : `it ended:\n${worker.lastLines()}`),
  });
  return worker;
}
