import type { RefreshActivities } from '../contract/refresh-activities.js';
import { refreshShop } from '../sync/refresh/refresh-shop.js';
import type { SyncDeps } from '../sync/sync-deps.js';
import { withHeartbeats } from './with-heartbeats.js';

/** Reads one shop ahead, because somebody looks at it. */
export function createRefreshShop(deps: SyncDeps): RefreshActivities['refreshShop'] {
  return (refresh) => withHeartbeats((cancelled) => refreshShop(deps, refresh, cancelled));
}
