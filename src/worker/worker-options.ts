import type { WorkerOptions } from '@temporalio/worker';
import { paths } from '../paths.js';
import { DELIVERY_TASK_QUEUE, TASK_QUEUE } from '../workflows/names.js';

/**
 * What every worker of ours has in common, in production and in tests.
 * The figures are for two cores: beyond 5,000 cached workflows Temporal's core spends its time scanning the cache.
 */
export const workerOptions = {
  taskQueue: TASK_QUEUE,
  workflowBundle: { codePath: paths.workflowBundle },
  maxCachedWorkflows: 4_000,
  maxConcurrentActivityTaskExecutions: 100,
  // A cancelled sync hears of it by its next heartbeat: this bounds how prompt a disconnect is.
  maxHeartbeatThrottleInterval: '1s',
  // After this, running syncs are cancelled: the page in flight is aborted and read again by the next worker.
  shutdownGraceTime: '1s',
  shutdownForceTime: '15s',
} satisfies Partial<WorkerOptions>;

/** Of the worker that does nothing but tell Convot. So few requests at once are enough, and no receiver's burden. */
export const deliveryWorkerOptions = {
  taskQueue: DELIVERY_TASK_QUEUE,
  maxConcurrentActivityTaskExecutions: 20,
  shutdownGraceTime: '1s',
  shutdownForceTime: '15s',
} satisfies Partial<WorkerOptions>;
