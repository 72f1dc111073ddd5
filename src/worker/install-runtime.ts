import { isIPv6 } from 'node:net';
import { Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { MetricsAddress } from '../config/config.js';
import { DELIVERY_TASK_QUEUE, REFRESH_TASK_QUEUE } from '../contract/names.js';

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';
type Facts = Readonly<Record<string | symbol, unknown>>;

/**
 * The SDK has no option for a worker of activities only: it warns of each, once, and what is meant can be said to its
 * logger alone (`workflow$` in worker.ts of SDK 1.24).
 */
const NO_WORKFLOWS = 'No workflows registered, not polling for workflow tasks';

const ACTIVITIES_ONLY = [DELIVERY_TASK_QUEUE, REFRESH_TASK_QUEUE];

/**
 * Temporal's core says its part through our log, and its metrics on a port of their own.
 * Of what the SDK logs only the message and the part of the SDK are kept: its facts include failures with their stacks.
 */
export function installRuntime(logger: Logger, metrics: MetricsAddress | undefined): void {
  const say = (level: Level) => (message: string, facts?: Facts) => {
    const isMeant = message === NO_WORKFLOWS && ACTIVITIES_ONLY.includes(String(facts?.['taskQueue']));
    logger[isMeant ? 'debug' : level]({ sdk: String(facts?.['sdkComponent']) }, message);
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
