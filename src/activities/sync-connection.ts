import type { ConnectionActivities, Policy } from '../contract/connection-activities.js';
import { runSync } from '../sync/run-sync.js';
import type { SyncDeps } from '../sync/sync-deps.js';
import { withHeartbeats } from './with-heartbeats.js';

/** Fetches and stores what is new for one connection, within its budget. */
export function createSyncConnection(deps: SyncDeps, policy: Policy): ConnectionActivities['syncConnection'] {
  return (input) => withHeartbeats((cancelled) => runSync(deps, policy, input, cancelled));
}
