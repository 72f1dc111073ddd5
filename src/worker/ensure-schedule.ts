import { type Client, ScheduleAlreadyRunning, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import { TASK_QUEUE } from '../contract/names.js';

const RECONCILER = 'reconciler';

const schedule = {
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

/**
 * Makes the Schedule that runs the reconciler as this version wants it, and has it run now: every worker asks at its
 * start. Whether an operator paused it, and why, stays.
 */
export async function ensureReconcilerSchedule(client: Client): Promise<void> {
  try {
    await client.schedule.create({ scheduleId: RECONCILER, ...schedule, state: { triggerImmediately: true } });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const handle = client.schedule.getHandle(RECONCILER);
    const { state } = await handle.describe();
    await handle.update((stored) => ({ ...schedule, state: stored.state }));
    if (!state.paused) await handle.trigger();
  }
}
