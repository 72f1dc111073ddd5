import { proxyActivities } from '@temporalio/workflow';
import { REFRESH_TASK_QUEUE } from '../contract/names.js';
import type { RefreshActivities, RefreshEnd, ShopRefresh } from '../contract/refresh-activities.js';

// Tried once: who still looks at the shop a minute later asks again, and the ordinary sync brings the same rows.
const { refreshShop } = proxyActivities<RefreshActivities>({
  taskQueue: REFRESH_TASK_QUEUE,
  startToCloseTimeout: '20s',
  heartbeatTimeout: '5s',
  retry: { maximumAttempts: 1 },
});

/** One shop that somebody looks at now is read ahead of everything else. Its id makes it one for all who look. */
export async function merchantRefresh(refresh: ShopRefresh): Promise<RefreshEnd> {
  return refreshShop(refresh);
}
