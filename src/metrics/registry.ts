import { collectDefaultMetrics, Counter, Registry } from 'prom-client';
import { droppedLogLines } from '../process/log-output.js';

/** Before each name that is ours; what Node, the process and HTTP show has the names that dashboards know. */
export const PREFIX = 'partner_sync_';

/** The metrics of one process, with what every process shows: Node's, the process', and what its log has lost. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Counter({
    name: 'log_lines_dropped_total',
    help: 'Lines that could not be written to the log.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(droppedLogLines());
    },
  });
  return registry;
}
