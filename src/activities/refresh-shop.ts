import { Context } from '@temporalio/activity';
import type { RefreshActivities } from '../contract/refresh-activities.js';
import { refreshShop } from '../sync/refresh/refresh-shop.js';
import type { SyncDeps } from '../sync/sync-deps.js';

const HEARTBEAT_EVERY_MS = 1_000;

/** Reads one shop ahead, because somebody looks at it. */
export function createRefreshShop(deps: SyncDeps): RefreshActivities['refreshShop'] {
  return async (refresh) => {
    const context = Context.current();
    const heartbeats = setInterval(() => context.heartbeat(), HEARTBEAT_EVERY_MS);
    try {
      return await refreshShop(deps, refresh, context.cancellationSignal);
    } finally {
      clearInterval(heartbeats);
    }
  };
}
