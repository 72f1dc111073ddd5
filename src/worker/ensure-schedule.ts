import { createHash } from 'node:crypto';
import { type Client, ScheduleAlreadyRunning, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import { TASK_QUEUE } from '../contract/names.js';

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

/**
 * One that is as this version wants it is left alone: an update discards the runs that Temporal has yet to make up for, and
 * after an outage workers start first. By which words it was made stands with its runs, because Temporal gives the words
 * back in others.
 * Source: temporalio/temporal, service/worker/scheduler/workflow.go, processTimeRange: no action from before the update.
 */
async function ensure(client: Client, scheduleId: string, wanted: Wanted) {
  const madeOf = createHash('sha256').update(JSON.stringify(wanted)).digest('hex').slice(0, 16);
  const schedule = { ...wanted, action: { ...wanted.action, memo: { madeOf } } };
  try {
    await client.schedule.create({ scheduleId, ...schedule });
    return { paused: false };
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const handle = client.schedule.getHandle(scheduleId);
    const { state, action } = await handle.describe();
    if (action.memo?.['madeOf'] !== madeOf) await handle.update((stored) => ({ ...schedule, state: stored.state }));
    return state;
  }
}
