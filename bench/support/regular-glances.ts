import { proxyActivities, type WorkflowInterceptors } from '@temporalio/workflow';
import type { ConnectionActivities, SyncInput } from '../../src/activities/connection-activities.js';

// As the whole sync is scheduled, so that the two loops differ in nothing else.
const { glance } = proxyActivities<ConnectionActivities>({
  startToCloseTimeout: '60s',
  heartbeatTimeout: '10s',
  retry: { maximumAttempts: 1 },
});

/** Makes the connection workflow glance in a regular activity, to compare it with the local one that it uses. */
export const interceptors = (): WorkflowInterceptors => ({
  outbound: [{ scheduleLocalActivity: ({ args }) => glance(args[0] as SyncInput) }],
});
