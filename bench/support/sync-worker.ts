import { readEnvironment } from '../../src/config/config.js';
import { createLogger } from '../../src/process/log.js';
import { runWorker, type WorkerTuning } from '../../src/worker/run-worker.js';

/** Our worker as a process, with what only benchmarks change. */
const environment = readEnvironment();
const tuning = JSON.parse(process.argv[2] ?? '{}') as WorkerTuning;
await runWorker(environment, createLogger('worker', environment.LOG_LEVEL), tuning);
