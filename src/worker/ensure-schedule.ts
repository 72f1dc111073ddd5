import { type Client, ScheduleAlreadyRunning, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import { TASK_QUEUE } from '../contract/names.js';

const RECONCILER = 'reconciler';
const DOCTOR = 'doctor';

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
} satisfies Omit<ScheduleOptions, 'scheduleId'>;

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
} satisfies Omit<ScheduleOptions, 'scheduleId'>;

/**
 * Makes the Schedules that run the reconciler and the doctor as this version wants them: every worker asks at its start.
 * The reconciler is run now, too. Whether an operator paused one, and why, stays.
 */
export async function ensureSchedules(client: Client): Promise<void> {
  const { paused } = await ensure(client, RECONCILER, reconciler);
  if (!paused) await client.schedule.getHandle(RECONCILER).trigger();
  await ensure(client, DOCTOR, doctor);
}

async function ensure(client: Client, scheduleId: string, schedule: Omit<ScheduleOptions, 'scheduleId'>) {
  try {
    await client.schedule.create({ scheduleId, ...schedule });
    return { paused: false };
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const handle = client.schedule.getHandle(scheduleId);
    const { state } = await handle.describe();
    await handle.update((stored) => ({ ...schedule, state: stored.state }));
    return state;
  }
}
