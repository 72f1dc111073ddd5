import { Context } from '@temporalio/activity';
import type { ConnectionActivities, Policy } from '../contract/connection-activities.js';
import { runSync } from '../sync/run-sync.js';
import type { SyncDeps } from '../sync/sync-deps.js';

// An activity learns of its cancellation by heartbeats only; recorded ones are billed, so the first comes late enough
// that an idle cycle has none.
const HEARTBEAT_EVERY_MS = 1_000;

/** Fetches and stores what is new for one connection, within its budget. */
export function createSyncConnection(deps: SyncDeps, policy: Policy): ConnectionActivities['syncConnection'] {
  return async (input) => {
    const context = Context.current();
    const heartbeats = setInterval(() => context.heartbeat(), HEARTBEAT_EVERY_MS);
    try {
      return await runSync(deps, policy, input, context.cancellationSignal);
    } finally {
      clearInterval(heartbeats);
    }
  };
}
