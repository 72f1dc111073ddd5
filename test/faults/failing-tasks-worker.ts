import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from '@temporalio/worker';
import { paths } from '../../src/process/paths.js';

/*
 * The worker of production, whose runs do not end when their code fails: their workflow tasks fail again and again, as
 * they do of a run whose first attempt at the task was lost.
 */
const create = Worker.create.bind(Worker);
Worker.create = (options) => create({ ...options, workflowFailureErrorTypes: { '*': [] } });
await import(pathToFileURL(join(paths.dist, 'worker/main.js')).href);
