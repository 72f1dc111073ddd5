import { hostname } from 'node:os';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { areConnectionsOverdue } from '../connections/store/connection-directory.js';
import {
  DELIVERY_TASK_QUEUE,
  FIRST_SYNC_TASK_QUEUE,
  REFRESH_TASK_QUEUE,
  TASK_QUEUE,
  UPDATES_TASK_QUEUE,
} from '../contract/names.js';
import type { Sql } from '../postgres/sql.js';
import { droppedLogLines } from '../process/log-output.js';
import { listOverdueMessages } from '../webhooks/store/webhook-directory.js';
import { tellHealth } from './health-socket.js';
import { judgeHealth, STUCK_MS } from './judge-health.js';
import type { WorkMeter } from './work-meter.js';

export interface Watched {
  readonly sql: Sql;
  readonly client: Client;
  readonly logger: Logger;
  readonly syncs: WorkMeter;
  readonly firstSyncs: WorkMeter;
  readonly deliveries: WorkMeter;
  readonly updates: WorkMeter;
  readonly refreshes: WorkMeter;
  /** Told when Temporal last heard all of the process' workers ask for work, by Temporal's clock. */
  readonly notePolls: (atMs: number) => void;
}

const LOOK_EVERY_MS = 10_000;
const PATIENCE_MS = 10_000;
/** A worker asks again every minute or so. */
const HEARD_LATELY_MS = 3 * 60_000;
// Kinds of task queues, as Temporal numbers them.
const WORKFLOW_TASKS = 1;
const ACTIVITY_TASKS = 2;

/** Looks every ten seconds at what a worker needs and does, and tells `worker/health.js` what to think of it. */
export async function watchHealth({ sql, client, logger, notePolls, ...meters }: Watched): Promise<void> {
  const { syncs, firstSyncs, deliveries, updates, refreshes } = meters;
  const began = performance.now();
  const seen = { postgres: began, temporal: began, connections: false, messages: false };
  const heardLast = { byItsClockMs: 0, atMs: began };

  const lookAtPostgres = async () => {
    const connections = await areConnectionsOverdue(sql, STUCK_MS);
    const messages = await listOverdueMessages(sql, STUCK_MS, 1);
    Object.assign(seen, { connections, messages: messages.length > 0, postgres: performance.now() });
  };
  const lookAtTemporal = async () => {
    const heard = await client.withDeadline(Date.now() + PATIENCE_MS, () =>
      Promise.all([
        heardAtMs(client, TASK_QUEUE, WORKFLOW_TASKS),
        heardAtMs(client, TASK_QUEUE, ACTIVITY_TASKS),
        heardAtMs(client, FIRST_SYNC_TASK_QUEUE, ACTIVITY_TASKS),
        heardAtMs(client, DELIVERY_TASK_QUEUE, ACTIVITY_TASKS),
        heardAtMs(client, UPDATES_TASK_QUEUE, ACTIVITY_TASKS),
        heardAtMs(client, REFRESH_TASK_QUEUE, ACTIVITY_TASKS),
      ]),
    );
    const allHeardAtMs = Math.min(...heard);
    if (allHeardAtMs > 0) notePolls(allHeardAtMs);
    // By this clock alone: what Temporal's says of now nobody knows here.
    if (allHeardAtMs !== heardLast.byItsClockMs)
      Object.assign(heardLast, { byItsClockMs: allHeardAtMs, atMs: performance.now() });
    const isHeard = allHeardAtMs > 0 && performance.now() - heardLast.atMs < HEARD_LATELY_MS;
    if (isHeard) seen.temporal = performance.now();
  };
  const complaints = () =>
    judgeHealth({
      nowMs: performance.now(),
      postgresAnsweredAtMs: seen.postgres,
      temporalHeardUsAtMs: seen.temporal,
      queues: [
        { queue: 'syncs', work: syncs.done(), isOverdue: seen.connections },
        // Those that wait for their turn are overdue, too; whether we ask for them Temporal says.
        { queue: 'first syncs', work: firstSyncs.done(), isOverdue: false },
        { queue: 'deliveries', work: deliveries.done(), isOverdue: seen.messages },
        // Organizations wait for their turn here, too.
        { queue: 'updates', work: updates.done(), isOverdue: false },
        // One that is not begun in time is over: nobody waits for it any more.
        { queue: 'refreshes', work: refreshes.done(), isOverdue: false },
      ],
    });

  repeatedly(lookAtPostgres);
  repeatedly(lookAtTemporal);
  let told = '';
  repeatedly(() => {
    const now = complaints().join(' ');
    if (now !== told) logger[now === '' ? 'info' : 'error']({ complaints: now }, 'the worker judged its health anew');
    told = now;
    return Promise.resolve();
  });
  try {
    await tellHealth(() => ({ complaints: complaints(), droppedLogLines: droppedLogLines() }));
  } catch (error) {
    logger.error({ err: error }, 'nobody can ask for the health of this worker');
  }
}

/** Once at a time; what fails is seen by what it does not note. */
function repeatedly(look: () => Promise<void>): void {
  let isLooking = false;
  setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look()
      .catch(() => undefined)
      .finally(() => (isLooking = false));
  }, LOOK_EVERY_MS).unref();
}

/** When Temporal last heard this process ask for such work; 0 when it has not. */
async function heardAtMs({ options, workflowService }: Client, queue: string, taskQueueType: number): Promise<number> {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name: queue },
    // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's package has no named exports in ESM
    taskQueueType,
  });
  // The SDK's own identity of a worker.
  const ours = pollers.filter(({ identity }) => identity === `${process.pid}@${hostname()}`);
  return Math.max(0, ...ours.map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000));
}
