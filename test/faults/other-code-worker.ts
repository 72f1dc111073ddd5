import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { paths } from '../../src/process/paths.js';
import { runWorkerWith } from '../support/run/run-worker-with.js';

/*
 * The worker of production with other workflow code: it waits a moment before each activity. What it writes down no
 * worker of production can replay, as after a deploy whose code was not compatible.
 */
const workflowBundle = await bundleWorkflowCode({
  workflowsPath: join(paths.root, 'src/workflows/index.ts'),
  workflowInterceptorModules: [join(paths.root, 'test/faults/other-code.ts')],
});
await runWorkerWith((options) => ('workflowBundle' in options ? { ...options, workflowBundle } : options));
