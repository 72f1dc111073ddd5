import { createHash } from 'node:crypto';
import { type Client, ScheduleAlreadyRunning, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Logger } from 'pino';
import { TASK_QUEUE } from '../contract/names.js';
import { WORKFLOW_RETRY } from '../contract/workflow-retry.js';

const RECONCILER = 'reconciler';
const DOCTOR = 'doctor';

type Wanted = Omit<ScheduleOptions, 'scheduleId'>;

const reconciler = {
  spec: { intervals: [{ every: '5 minutes' }] },
  policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE, catchupWindow: '1 minute' },
  action: {
    type: 'startWorkflow',
    workflowType: 'reconcile',
    workflowId: RECONCILER,
    taskQueue: TASK_QUEUE,
    args: [],
    staticSummary: 'Nudges connections that are late, and tidies up',
    // It looks around for five minutes. One that stands still must not keep the next from being started.
    workflowExecutionTimeout: '10 minutes',
    // One that does not replay, after a deploy, leaves no gap until the next.
    retry: WORKFLOW_RETRY,
  },
} satisfies Wanted;

const doctor = {
  // At night in Europe, in the evening in America.
  spec: { calendars: [{ hour: 3, minute: 17 }] },
  // One that a server's being away made late is made up for within the day.
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '12 hours' },
  action: {
    type: 'startWorkflow',
    workflowType: 'doctor',
    workflowId: DOCTOR,
    taskQueue: TASK_QUEUE,
    args: [],
    staticSummary: 'Checks once a day what is always true',
    workflowExecutionTimeout: '12 hours',
  },
} satisfies Wanted;

/**
 * Makes the Schedules that run the reconciler and the doctor as this version wants them: every worker asks at its start.
 * The reconciler is run now, too. Whether an operator paused one, and why, stays.
 */
export async function ensureSchedules(client: Client): Promise<void> {
  const { paused } = await ensure(client, RECONCILER, reconciler);
  if (!paused) await client.schedule.getHandle(RECONCILER).trigger();
  await ensure(client, DOCTOR, doctor);
}

const KEEP_EVERY_MS = 60_000;
const KEEP_DEADLINE_MS = 10_000;

/**
 * Makes Schedules anew that are gone: Temporal's store may be lost, or restored from before them, while workers run, and
 * without the reconciler nobody would start the connections. Those that are there are not looked at: workers of two
 * versions would change them to and fro. Asking costs no query of a Schedule.
 * @returns what ends it
 */
export function keepSchedules(client: Client, logger: Logger, everyMs = KEEP_EVERY_MS): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const keep = async () => {
    try {
      await client.withDeadline(Date.now() + KEEP_DEADLINE_MS, async () => {
        const isAnew = await create(client, RECONCILER, described(reconciler));
        if (isAnew) await client.schedule.getHandle(RECONCILER).trigger();
        if ((await create(client, DOCTOR, described(doctor))) || isAnew)
          logger.warn('Schedules were gone, and are made anew');
      });
    } catch (error) {
      logger.warn({ err: error }, 'the Schedules could not be looked at; the next look is in a minute');
    }
    next();
  };
  const next = () => {
    if (!isOver) timer = setTimeout(() => void keep(), everyMs).unref();
  };
  next();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/**
 * One that is as this version wants it is left alone: an update discards the runs that Temporal has yet to make up for, and
 * after an outage workers start first. By which words it was made stands with its runs, because Temporal gives the words
 * back in others.
 * Source: temporalio/temporal, service/worker/scheduler/workflow.go, processTimeRange: no action from before the update.
 */
async function ensure(client: Client, scheduleId: string, wanted: Wanted) {
  const schedule = described(wanted);
  if (await create(client, scheduleId, schedule)) return { paused: false };
  const handle = client.schedule.getHandle(scheduleId);
  const { state, action } = await handle.describe();
  if (action.memo?.['madeOf'] !== schedule.action.memo.madeOf)
    await handle.update((stored) => ({ ...schedule, state: stored.state }));
  return state;
}

function described(wanted: Wanted) {
  const madeOf = createHash('sha256').update(JSON.stringify(wanted)).digest('hex').slice(0, 16);
  return { ...wanted, action: { ...wanted.action, memo: { madeOf } } };
}

/** @returns whether there was none */
async function create(client: Client, scheduleId: string, schedule: Wanted): Promise<boolean> {
  try {
    await client.schedule.create({ scheduleId, ...schedule });
    return true;
  } catch (error) {
    if (error instanceof ScheduleAlreadyRunning) return false;
    throw error;
  }
}
