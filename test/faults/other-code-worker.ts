import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { paths } from '../../src/process/paths.js';

/*
 * The worker of production with other workflow code: it waits a moment before each activity. What it writes down no
 * worker of production can replay, as after a deploy whose code was not compatible.
 */
const create = Worker.create.bind(Worker);
const workflowBundle = await bundleWorkflowCode({
  workflowsPath: join(paths.root, 'src/workflows/index.ts'),
  workflowInterceptorModules: [join(paths.root, 'test/faults/other-code.ts')],
});
Worker.create = (options) => create('workflowBundle' in options ? { ...options, workflowBundle } : options);
await import(pathToFileURL(join(paths.dist, 'worker/main.js')).href);
