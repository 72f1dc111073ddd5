import type { PoolUse } from '../postgres/pool-use.js';
import { certificateMetrics } from './certificates.js';
import { httpMetrics } from './http-requests.js';
import { partnerApiMetrics } from './partner-api.js';
import { poolMetrics } from './pool.js';
import { createRegistry } from './registry.js';

export interface ProcessMetricsOptions {
  readonly poolUse: PoolUse;
  readonly certificateFiles: readonly string[];
}

/** Everything that an api counts. */
export function createApiMetrics({ poolUse, certificateFiles }: ProcessMetricsOptions) {
  const registry = createRegistry();
  poolMetrics(registry, poolUse);
  certificateMetrics(registry, certificateFiles);
  return { registry, http: httpMetrics(registry), measurePartnerApi: partnerApiMetrics(registry) };
}
