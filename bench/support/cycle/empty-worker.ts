import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, NativeConnection, type NativeConnectionOptions, Worker } from '@temporalio/worker';
import { readEnvironment } from '../../../src/config/config.js';
import { temporalSettings } from '../../../src/config/temporal.js';
import { createLogger } from '../../../src/process/log.js';
import { installRuntime } from '../../../src/worker/install-runtime.js';
import { workerOptions } from '../../../src/worker/worker-options.js';
import { serveCount } from '../run/serve-count.js';

export interface EmptyActivities {
  nothing(): Promise<void>;
}

/** The process that runs empty loops: our worker's own settings, none of its work. */
const tuning = JSON.parse(process.argv[2] ?? '{}') as Pick<NativeConnectionOptions, 'grpcCompression'>;
let count = 0;
const activities: EmptyActivities = {
  nothing: () => {
    count += 1;
    return Promise.resolve();
  },
};
installRuntime(createLogger('empty worker', 'info'), false);
const { connectionOptions, namespace } = temporalSettings(readEnvironment());
const connection = await NativeConnection.connect({ ...connectionOptions, ...tuning });
// As a bundle, so that it takes the place of ours.
const workflowsPath = fileURLToPath(new URL('./empty-loop.ts', import.meta.url));
const workflowBundle = await bundleWorkflowCode({ workflowsPath });
const worker = await Worker.create({
  ...workerOptions,
  workflowBundle,
  connection,
  namespace,
  activities,
});
serveCount(() => count);
await worker.run();
await connection.close();
