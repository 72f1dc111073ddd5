import { Runtime } from '@temporalio/worker';
import { isIPv6 } from 'node:net';
import type { Logger } from 'pino';
import type { MetricsAddress } from '../config/config.js';

/**
 * Temporal's core says its part through our log, and its metrics on a port of their own.
 * Of what the SDK logs only the message and the part of the SDK are kept: its facts include failures with their stacks.
 */
export function installRuntime(logger: Logger, metrics: MetricsAddress | undefined): void {
  const say = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (message: string, facts?: object) => {
    const component: unknown = facts !== undefined && 'sdkComponent' in facts ? facts.sdkComponent : undefined;
    logger[level]({ sdk: String(component) }, message);
  };
  Runtime.install({
    logger: {
      log: () => undefined, // the SDK calls the named levels
      trace: say('trace'),
      debug: say('debug'),
      info: say('debug'), // one line for each state of each worker: of interest when something is wrong
      warn: say('warn'),
      error: say('error'),
    },
    ...(metrics === undefined
      ? {}
      : { telemetryOptions: { metrics: { prometheus: { bindAddress: socketAddress(metrics) } } } }),
  });
}

function socketAddress({ host, port }: MetricsAddress): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
