import { loadClientConnectConfig } from '@temporalio/envconfig';

/**
 * How to reach Temporal: `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_TLS_*`, `TEMPORAL_API_KEY`, a profile:
 * Temporal's own names, read by its own package.
 */
export function temporalSettings() {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  return { connectionOptions, namespace };
}
