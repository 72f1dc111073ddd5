import { Connection } from '@temporalio/client';
import { hostname } from 'node:os';
import { readEnvironment } from '../config.js';
import { temporalSettings } from '../temporal.js';
import { TASK_QUEUE } from '../workflows/names.js';

/*
 * Exits with 0 when Temporal has lately heard a worker of this host ask for work: a worker that runs but has lost its
 * server looks healthy from outside for hours. For the container's health check.
 */
const RECENT_MS = 3 * 60_000;
const WORKFLOW_TASKS = 1;

const { connectionOptions, namespace } = temporalSettings(readEnvironment());
const connection = await Connection.connect({ ...connectionOptions, connectTimeout: '5 s' });
const { pollers } = await connection.workflowService.describeTaskQueue({
  namespace,
  taskQueue: { name: TASK_QUEUE },
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's package has no named exports in ESM
  taskQueueType: WORKFLOW_TASKS,
});
await connection.close();

// The SDK's own identity of a worker: process number and host.
const ours = pollers.filter(({ identity }) => identity?.endsWith(`@${hostname()}`));
const heardAt = ours.map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000);
process.exitCode = heardAt.some((at) => Date.now() - at < RECENT_MS) ? 0 : 1;
