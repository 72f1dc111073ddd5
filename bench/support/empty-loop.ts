import { proxyActivities, proxyLocalActivities, sleep } from '@temporalio/workflow';
import type { EmptyActivities } from './empty-worker.js';

const regular = proxyActivities<EmptyActivities>({ startToCloseTimeout: '60s' });
const local = proxyLocalActivities<EmptyActivities>({ startToCloseTimeout: '10s' });

/** The least that a loop like ours can be: a timer and an activity that does nothing. What Temporal itself costs. */
export async function emptyLoop(activity: 'regular' | 'local'): Promise<void> {
  const { nothing } = activity === 'local' ? local : regular;
  for (;;) {
    await sleep(1);
    await nothing();
  }
}
