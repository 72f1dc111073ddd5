import type { Instant } from '../instant.js';
import { feedName } from '../partner/feed.js';
import { settleQuarantine } from '../store/quarantine.js';
import { storeAppEvents, storeTransactions } from '../store/store-rows.js';
import { refreshApp, storeApps, storeShops } from '../store/store-sightings.js';
import { holdFence, type Fence } from '../store/sync-fence.js';
import { applyMove, readPlan, type SyncPlan } from '../store/sync-plan.js';
import { addProgress } from '../store/sync-state.js';
import type { Tenant } from '../store/tenant.js';
import type { Move, PlannedPage } from './plan.js';
import type { PageContents } from './rows.js';

export interface PageToStore {
  readonly planned: PlannedPage;
  readonly contents: PageContents;
  readonly move: Move;
  /** When the request that brought the page began, by database time. */
  readonly requestedAt: Instant;
}

/**
 * Stores one page and moves its cursor, or neither: the caller's transaction is the page's.
 * @throws SyncSuperseded when the connection or the cursor is no longer ours
 */
export async function storePage(
  tenant: Tenant,
  fence: Fence,
  { planned, contents, move, requestedAt }: PageToStore,
): Promise<{ newRows: number; plan: SyncPlan }> {
  const { connectionId } = fence;
  const { feed } = planned.request;
  await holdFence(tenant, fence);
  await applyMove(tenant, connectionId, move);
  const transactions = await storeTransactions(tenant, connectionId, contents.transactions, requestedAt);
  const appEvents = await storeAppEvents(tenant, connectionId, contents.appEvents, requestedAt);
  await storeShops(tenant, connectionId, contents.shops);
  await storeApps(tenant, connectionId, contents.apps);
  if (contents.app !== null) await refreshApp(tenant, connectionId, contents.app);
  await settleQuarantine(tenant, connectionId, feedName(feed), contents);
  const newRows = transactions.newRows + appEvents.newRows;
  await addProgress(tenant, connectionId, newRows, feed.kind === 'timeline' ? null : contents.newest);
  return { newRows, plan: await readPlan(tenant, connectionId) };
}
