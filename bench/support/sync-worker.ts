import { bundleWorkflowCode } from '@temporalio/worker';
import { join } from 'node:path';
import { readEnvironment } from '../../src/config.js';
import { createLogger } from '../../src/log.js';
import { paths } from '../../src/paths.js';
import { runWorker, type WorkerTuning } from '../../src/worker/run-worker.js';

/** Our worker as a process, with what only benchmarks change. */
const environment = readEnvironment();
const { regularGlances, ...tuning } = JSON.parse(process.argv[2] ?? '{}') as WorkerTuning & { regularGlances: boolean };
const altered = regularGlances ? { workflowBundle: await bundleWithRegularGlances() } : {};
await runWorker(environment, createLogger('worker', environment.LOG_LEVEL), { ...tuning, ...altered });

async function bundleWithRegularGlances() {
  return bundleWorkflowCode({
    workflowsPath: join(paths.root, 'src/workflows/index.ts'),
    workflowInterceptorModules: [join(paths.root, 'bench/support/regular-glances.ts')],
  });
}
