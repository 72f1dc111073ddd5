import { type Fence, holdFenceAlone } from '../../connections/store/sync-fence.js';
import { feedName } from '../../partner/pages/feed.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import type { AppSighting, PageContents } from '../contents/rows.js';
import type { LeftByPage } from '../planning/backlog.js';
import type { Move, PlannedPage } from '../planning/plan.js';
import { markMissing } from './missing-rows.js';
import { settleQuarantine } from './quarantine.js';
import { storeAppEvents, storeTransactions } from './store-rows.js';
import { refreshApp, storeApps, storeShops } from './store-sightings.js';
import { applyMove, readPlan } from './sync-plan.js';
import { addProgress } from './sync-state.js';
import { noteWalkPage } from './walks.js';

export interface PageToStore {
  readonly planned: PlannedPage;
  readonly contents: PageContents;
  readonly move: Move;
  /** When the request that brought the page began, by database time. */
  readonly requestedAt: Instant;
  /** Those of the apps it names that are news. */
  readonly apps: readonly AppSighting[];
}

export interface StoredPage extends LeftByPage {
  readonly newRows: number;
}

/**
 * Stores one page and moves its cursor, or neither: the caller's transaction is the page's. All statements travel
 * together; when one of them fails, or the fence or the cursor is no longer ours, none has happened.
 * @throws SyncSuperseded when the connection or the cursor is no longer ours
 */
export async function storePage(tenant: Tenant, fence: Fence, page: PageToStore): Promise<StoredPage> {
  const { planned, contents, move, requestedAt, apps } = page;
  const { connectionId } = fence;
  const { feed } = planned.request;
  const isWalk = planned.type === 'window' && planned.window.kind === 'walk';
  const [, moved, transactions, appEvents, , , app, , missing] = await Promise.all([
    holdFenceAlone(tenant, fence),
    applyMove(tenant, connectionId, move),
    storeTransactions(tenant, connectionId, contents.transactions, requestedAt, isWalk),
    storeAppEvents(tenant, connectionId, contents.appEvents, requestedAt, isWalk),
    storeShops(tenant, connectionId, contents.shops),
    storeApps(tenant, connectionId, apps),
    refreshApp(tenant, connectionId, contents.app),
    settleQuarantine(tenant, connectionId, feedName(feed), contents),
    markMissing(tenant, connectionId, planned, contents, requestedAt),
  ]);
  const newRows = transactions.newRows + appEvents.newRows;
  const findings = {
    compared: contents.transactions.length + contents.appEvents.length,
    changed: transactions.changedRows + appEvents.changedRows,
    added: newRows,
    missing,
  };
  const [, plan] = await Promise.all([
    addProgress(tenant, connectionId, newRows, feed.kind === 'timeline' ? null : contents.newest),
    apps.length > 0 ? readPlan(tenant, connectionId) : null,
    isWalk ? noteWalkPage(tenant, connectionId, findings) : null,
  ]);
  return { newRows, ...moved, app, plan };
}
