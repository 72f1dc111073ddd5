import { proxyActivities, sleep } from '@temporalio/workflow';
import type { EmptyActivities } from './empty-worker.js';

const { nothing } = proxyActivities<EmptyActivities>({ startToCloseTimeout: '60s' });

/** The least that a loop like ours can be: a timer and an activity that does nothing. What Temporal itself costs. */
export async function emptyLoop(): Promise<void> {
  for (;;) {
    await sleep(1);
    await nothing();
  }
}
