import { randomInt } from 'node:crypto';
import { Runtime, type RuntimeOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import {
  DELIVERY_TASK_QUEUE,
  FIRST_SYNC_TASK_QUEUE,
  REFRESH_TASK_QUEUE,
  UPDATES_TASK_QUEUE,
} from '../contract/names.js';

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';
type Facts = Readonly<Record<string | symbol, unknown>>;

/**
 * The SDK has no option for a worker of activities only: it warns of each, once, and what is meant can be said to its
 * logger alone (`workflow$` in worker.ts of SDK 1.24).
 */
const NO_WORKFLOWS = 'No workflows registered, not polling for workflow tasks';

const ACTIVITIES_ONLY = [FIRST_SYNC_TASK_QUEUE, DELIVERY_TASK_QUEUE, REFRESH_TASK_QUEUE, UPDATES_TASK_QUEUE];

/**
 * Temporal's core says its part through our log, and its metrics on a port of its own, of this machine only, from where
 * ours fetch them.
 * Of what the SDK logs only the message and the part of the SDK are kept: its facts include failures with their stacks.
 * @returns the port of the SDK's metrics; null where they are not wanted
 */
export function installRuntime(logger: Logger, wantsMetrics: boolean): number | null {
  const say = (level: Level) => (message: string, facts?: Facts) => {
    const isMeant = message === NO_WORKFLOWS && ACTIVITIES_ONLY.includes(String(facts?.['taskQueue']));
    logger[isMeant ? 'debug' : level]({ sdk: String(facts?.['sdkComponent']) }, message);
  };
  const options: RuntimeOptions = {
    logger: {
      log: () => undefined, // the SDK calls the named levels
      trace: say('trace'),
      debug: say('debug'),
      info: say('debug'), // one line for each state of each worker: of interest when something is wrong
      warn: say('warn'),
      error: say('error'),
    },
  };
  if (wantsMetrics) return installWithMetrics(options);
  Runtime.install(options);
  return null;
}

// The range that IANA leaves to whoever needs a port (RFC 6335).
const FIRST_PORT = 49_152;
const PAST_LAST_PORT = 65_536;
const MOST_TRIES = 20;

/** Core can be asked neither for a free port nor for the one that it took: some are tried until one is free. */
function installWithMetrics(options: RuntimeOptions): number {
  for (let attempt = 1; ; attempt += 1) {
    const port = randomInt(FIRST_PORT, PAST_LAST_PORT);
    // By Prometheus' conventions, which are not its own ones: seconds, and units and `_total` in the names.
    const prometheus = {
      bindAddress: `127.0.0.1:${port}`,
      countersTotalSuffix: true,
      unitSuffix: true,
      useSecondsForDurations: true,
    };
    try {
      Runtime.install({ ...options, telemetryOptions: { metrics: { attachServiceName: false, prometheus } } });
      return port;
    } catch (error) {
      if (attempt === MOST_TRIES) throw error;
    }
  }
}
