import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readEnvironment } from '../../../src/config/config.js';
import { createLogger } from '../../../src/process/log.js';
import { paths } from '../../../src/process/paths.js';
import type * as RunWorker from '../../../src/worker/run-worker.js';

/*
 * The worker of production, compiled as it runs there, except for what production has no setting for: limits beyond
 * those of Shopify, and how it speaks to Temporal.
 */
const tuning = JSON.parse(process.argv[2] ?? '{}') as RunWorker.WorkerTuning;
const { runWorker } = (await import(pathToFileURL(join(paths.dist, 'worker/run-worker.js')).href)) as typeof RunWorker;
const environment = readEnvironment();
await runWorker(environment, createLogger('worker', environment.LOG_LEVEL), tuning);
