import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ReconcileActivities } from '../contract/reconcile-activities.js';
import { PREFIX } from './registry.js';

/** What the reconciler does, counted by the worker that carries its steps out. @returns the same steps, counted */
export function reconcilerMetrics(registry: Registry): <Steps extends ReconcileActivities>(steps: Steps) => Steps {
  const connections = new Counter({
    name: `${PREFIX}reconciler_connections_total`,
    help: 'Connections that the reconciler looked at in passing all of them, put right, or failed to.',
    labelNames: ['result'] as const,
    registers: [registry],
  });
  const restarted = new Counter({
    name: `${PREFIX}runs_restarted_total`,
    help: 'Workflow runs that stood still and were ended and started anew.',
    registers: [registry],
  });
  const duration = new Histogram({
    name: `${PREFIX}reconciler_duration_seconds`,
    help: 'Time of one look at the connections that are late.',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 20, 60],
    registers: [registry],
  });
  const lastSuccess = new Gauge({
    name: `${PREFIX}reconciler_last_success_timestamp_seconds`,
    help: 'When this worker last ended a look at the connections that are late; absent until the first.',
    registers: [registry],
  });
  lastSuccess.remove();
  for (const result of ['looked_at', 'healed', 'failed']) connections.inc({ result }, 0);
  return (steps) => ({
    ...steps,
    nudgeLate: async () => {
      const took = duration.startTimer();
      // One that fails counts as well.
      const report = await steps.nudgeLate().finally(took);
      connections.inc({ result: 'healed' }, report.nudged + report.restarted);
      connections.inc({ result: 'failed' }, report.failed);
      restarted.inc(report.restarted);
      lastSuccess.setToCurrentTime();
      return report;
    },
    reconcilePage: async (after) => {
      const page = await steps.reconcilePage(after);
      connections.inc({ result: 'looked_at' }, page.lookedAt);
      connections.inc({ result: 'failed' }, page.failed);
      return page;
    },
  });
}
