import { readEnvironment } from '../config/config.js';
import { endOnUncaught, endProcess } from '../process/end-process.js';
import { createLogger } from '../process/log.js';
import { startTracing } from '../tracing/tracing.js';
import { runWorker } from './run-worker.js';

/** The worker process. */
const bootLogger = createLogger('worker', 'info');
endOnUncaught(bootLogger);
try {
  const environment = readEnvironment();
  const tracing = await startTracing('convot-worker', environment.OTEL_EXPORTER_OTLP_ENDPOINT);
  await runWorker(environment, createLogger('worker', environment.LOG_LEVEL, undefined, tracing?.ids), {}, tracing);
  await tracing?.close();
  endProcess(0);
} catch (error) {
  // What can fail here is configuration or the network; the messages are ours or theirs and meant for the operator.
  bootLogger.fatal({ err: error, reason: error instanceof Error ? error.message : String(error) }, 'cannot run');
  // Now: what is left of connections and timers would keep a process alive that does nothing any more.
  endProcess(1);
}
