import type { Logger } from 'pino';
import type { Sql } from '../postgres/sql.js';
import type { ProcessMetricsOptions } from './api-metrics.js';
import { certificateMetrics } from './certificates.js';
import { collectInto } from './collectors/collected.js';
import { collectors } from './collectors/collectors.js';
import { deliveryMetrics } from './deliveries.js';
import { partnerApiMetrics } from './partner-api.js';
import { pollMetrics } from './polls.js';
import { poolMetrics } from './pool.js';
import { reconcilerMetrics } from './reconciler.js';
import { createRegistry } from './registry.js';
import { readSdkMetrics } from './sdk-metrics.js';
import { syncMetrics } from './syncs.js';

export interface WorkerMetricsOptions extends ProcessMetricsOptions {
  readonly sql: Sql;
  readonly logger: Logger;
  readonly intervalMs: number;
  readonly apiVersion: string;
  /** Where Temporal's SDK serves its own; null where it does not. */
  readonly sdkPort: number | null;
}

/** Everything that a worker counts and reads, and the answer to who scrapes it. */
export function createWorkerMetrics({ sdkPort, poolUse, certificateFiles, ...scope }: WorkerMetricsOptions) {
  const registry = createRegistry();
  const { failed } = collectInto(registry, collectors, scope);
  poolMetrics(registry, poolUse);
  certificateMetrics(registry, certificateFiles);
  return {
    registry,
    measurePartnerApi: partnerApiMetrics(registry),
    measureDeliveries: deliveryMetrics(registry),
    countSync: syncMetrics(registry),
    countReconciler: reconcilerMetrics(registry),
    notePolls: pollMetrics(registry),
    scrape: async () => {
      const [ours, sdks] = await Promise.all([
        registry.metrics(),
        sdkPort === null ? '' : readSdkMetrics(sdkPort).catch((error: unknown) => failed('temporal_sdk', error)),
      ]);
      return `${ours}\n${sdks}`;
    },
  };
}
