import { Gauge, type Registry } from 'prom-client';
import { PREFIX } from './registry.js';

/** Whether Temporal hears the worker. @returns notes when it last did, in milliseconds since 1970 */
export function pollMetrics(registry: Registry): (atMs: number) => void {
  const last = new Gauge({
    name: `${PREFIX}worker_polls_last_timestamp_seconds`,
    help: 'When Temporal last heard this worker ask for work on each of its task queues; absent until it has.',
    registers: [registry],
  });
  last.remove();
  return (atMs) => last.set(atMs / 1_000);
}
