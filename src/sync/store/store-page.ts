import { type Fence, holdFenceAlone } from '../../connections/store/sync-fence.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { LeftByPage } from '../planning/backlog.js';
import type { Move, PlannedPage } from '../planning/plan.js';
import { markMissing } from './missing-rows.js';
import { type ContentsToStore, storeContents } from './store-contents.js';
import { applyMove, readPlan } from './sync-plan.js';
import { noteWalkPage } from './walks.js';

export interface PageToStore extends Omit<ContentsToStore, 'feed'> {
  readonly planned: PlannedPage;
  readonly move: Move;
}

export interface StoredPage extends LeftByPage {
  readonly newRows: number;
  readonly changedRows: number;
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
  const [, moved, stored, missing] = await Promise.all([
    holdFenceAlone(tenant, fence),
    applyMove(tenant, connectionId, move),
    storeContents(tenant, connectionId, { feed, contents, requestedAt, apps, isWalk }),
    markMissing(tenant, connectionId, planned, contents, requestedAt),
  ]);
  const compared = contents.transactions.length + contents.appEvents.length;
  const [plan] = await Promise.all([
    apps.length > 0 ? readPlan(tenant, connectionId) : null,
    isWalk
      ? noteWalkPage(tenant, connectionId, { compared, changed: stored.changedRows, added: stored.newRows, missing })
      : null,
  ]);
  return { ...stored, ...moved, plan };
}
