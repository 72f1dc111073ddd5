import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { TASK_QUEUE } from '../workflows/names.js';

const RECONCILER = 'reconciler';

/** Makes the Schedule that runs the reconciler; every worker asks at its start, one of them wins. */
export async function ensureReconcilerSchedule(client: Client): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: RECONCILER,
      spec: { intervals: [{ every: '5 minutes' }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
      action: {
        type: 'startWorkflow',
        workflowType: 'reconcile',
        workflowId: RECONCILER,
        taskQueue: TASK_QUEUE,
        staticSummary: 'Nudges connections that are late',
        workflowExecutionTimeout: '1 hour',
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
