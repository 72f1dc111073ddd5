import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../../src/config/config.js';
import { createLogger } from '../../src/process/log.js';
import { paths } from '../../src/process/paths.js';
import type * as RunWorker from '../../src/worker/run-worker.js';

/*
 * The worker of production, compiled as it runs there, except for its budget of requests: production has no setting that
 * could go beyond what Shopify allows.
 */
const { values } = parseArgs({
  options: { 'requests-per-second': { type: 'string' }, 'pages-per-request': { type: 'string' } },
});
const requestsPerSecond = values['requests-per-second'];
const pagesPerRequest = values['pages-per-request'];

const { runWorker } = (await import(pathToFileURL(join(paths.dist, 'worker/run-worker.js')).href)) as typeof RunWorker;
const environment = readEnvironment();
await runWorker(environment, createLogger('worker', environment.LOG_LEVEL), {
  ...(requestsPerSecond === undefined ? {} : { requestsPerSecond: Number(requestsPerSecond) }),
  ...(pagesPerRequest === undefined ? {} : { pagesPerRequest: Number(pagesPerRequest) }),
});
