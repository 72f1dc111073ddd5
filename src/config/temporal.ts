import { loadClientConnectConfig } from '@temporalio/envconfig';
import { CodedError } from '../values/coded-error.js';
import type { Environment } from './config.js';

/**
 * How to reach Temporal: `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_TLS_*`, `TEMPORAL_API_KEY`, a profile:
 * Temporal's own names, read by its own package.
 * @throws in production when the connection would be in clear over a network
 */
export function temporalSettings({ NODE_ENV }: Environment) {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const { address = 'localhost:7233', tls } = connectionOptions;
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):\d+$/.test(address);
  if (NODE_ENV === 'production' && !isLocal && (tls === undefined || tls === false)) {
    throw new CodedError(
      'temporal_in_clear',
      'TEMPORAL_ADDRESS would be reached in clear. Configure TEMPORAL_TLS_* or TEMPORAL_API_KEY.',
    );
  }
  return { connectionOptions, namespace };
}
