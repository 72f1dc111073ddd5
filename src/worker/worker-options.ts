import type { WorkerOptions } from '@temporalio/worker';
import {
  DELIVERY_TASK_QUEUE,
  FIRST_SYNC_TASK_QUEUE,
  REFRESH_TASK_QUEUE,
  TASK_QUEUE,
  UPDATES_TASK_QUEUE,
} from '../contract/names.js';
import { paths } from '../process/paths.js';

/**
 * What ends a run of ours instead of failing its workflow task again and again, which Temporal repeats for ever, up to ten
 * minutes apart: anything that its code throws, code that does not replay its history among it. Another one follows it
 * (src/contract/workflow-retry.ts).
 * Source: `workflowFailureErrorTypes` of @temporalio/worker 1.24, "passing 'Error' will result in failing the Workflow on any
 * error, including non-determinism errors"; only on a task's first attempt (sdk-core, managed_run.rs, `should_report`).
 * What failed on a later one the reconciler ends.
 */
const ENDS_RUN: Record<string, string[]> = { '*': ['Error'] };

const FORCE_SECONDS = 15;
/** Within this a worker that was told to stop is gone, whatever hangs. */
export const ENDED_WITHIN_MS = (FORCE_SECONDS + 5) * 1_000;

/**
 * What every worker of ours has in common, in production and in tests.
 * The figures are for two cores: beyond 5,000 cached workflows Temporal's core spends its time scanning the cache.
 */
export const workerOptions = {
  taskQueue: TASK_QUEUE,
  workflowBundle: { codePath: paths.workflowBundle },
  workflowFailureErrorTypes: ENDS_RUN,
  maxCachedWorkflows: 2_000,
  maxConcurrentActivityTaskExecutions: 100,
  // A cancelled sync hears of it by its next heartbeat: this bounds how prompt a disconnect is. An idle one has no heartbeat
  // timeout, from which the SDK would else reckon, and would hear of it after half a minute.
  maxHeartbeatThrottleInterval: '1s',
  // After this, running syncs are cancelled: the page in flight is aborted and read again by the next worker.
  shutdownGraceTime: '1s',
  shutdownForceTime: `${FORCE_SECONDS}s`,
  // How long workflow code may take to come to its next wait. The SDK passes on what it does not yet list; its own 5 s go
  // on while a process or its machine is frozen, and a step that is cut off on waking can end the process: "async hook
  // stack has become corrupted" (https://github.com/nodejs/node/issues/38503). Ours takes milliseconds; one that never
  // ended would be found by the worker's health, since no cycle that is due gets done.
  isolateExecutionTimeout: '10m',
} satisfies Partial<WorkerOptions> & { isolateExecutionTimeout: string };

/**
 * Of the worker that does nothing but first syncs. So few at once: each of them keeps a processor busy, and those that wait
 * take turns with them every half minute.
 */
export const firstSyncWorkerOptions = {
  taskQueue: FIRST_SYNC_TASK_QUEUE,
  maxConcurrentActivityTaskExecutions: 20,
  maxHeartbeatThrottleInterval: '1s',
  shutdownGraceTime: '1s',
  shutdownForceTime: `${FORCE_SECONDS}s`,
} satisfies Partial<WorkerOptions>;

/** Of the worker that sends messages to Convot. So few requests at once are enough, and no receiver's burden. */
export const deliveryWorkerOptions = {
  taskQueue: DELIVERY_TASK_QUEUE,
  maxConcurrentActivityTaskExecutions: 20,
  shutdownGraceTime: '1s',
  shutdownForceTime: `${FORCE_SECONDS}s`,
} satisfies Partial<WorkerOptions>;

/** Of the worker that tells Convot of every change: so many organizations at once, ten requests each. */
export const updatesWorkerOptions = {
  taskQueue: UPDATES_TASK_QUEUE,
  maxConcurrentActivityTaskExecutions: 4,
  shutdownGraceTime: '1s',
  shutdownForceTime: `${FORCE_SECONDS}s`,
} satisfies Partial<WorkerOptions>;

/** Of the worker that reads single shops ahead: beside syncs, never behind them. */
export const refreshWorkerOptions = {
  taskQueue: REFRESH_TASK_QUEUE,
  maxConcurrentActivityTaskExecutions: 20,
  shutdownGraceTime: '1s',
  shutdownForceTime: `${FORCE_SECONDS}s`,
} satisfies Partial<WorkerOptions>;
