import { Context } from '@temporalio/activity';
import { runSync } from '../sync/run-sync.js';
import type { SyncDeps } from '../sync/sync-deps.js';
import type { Policy } from '../workflows/standing.js';
import type { ConnectionActivities } from './connection-activities.js';

// Signals wait while a local activity runs, and a disconnect is to be acted on within two seconds.
const DEADLINE_MS = 1_500;

/** Looks for what is new, quickly or not at all. */
export function createGlance(deps: SyncDeps, policy: Policy): ConnectionActivities['glance'] {
  return (input) =>
    runSync(deps, policy, { ...input, deadlineMs: DEADLINE_MS, isGlance: true }, Context.current().cancellationSignal);
}
