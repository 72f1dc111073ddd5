import { readEnvironment } from '../config.js';
import { createLogger } from '../log.js';
import { runWorker } from './run-worker.js';

/** The worker process. */
const bootLogger = createLogger('worker', 'info');
try {
  const environment = readEnvironment();
  await runWorker(environment, createLogger('worker', environment.LOG_LEVEL));
} catch (error) {
  // What can fail here is configuration or the network; the messages are ours or theirs and meant for the operator.
  bootLogger.fatal({ err: error, reason: error instanceof Error ? error.message : String(error) }, 'cannot run');
  process.exitCode = 1;
}
