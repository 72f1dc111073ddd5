import { isBusy } from '../shared/api/polling.js';
import type { Connection } from '../shared/api/types.js';

/** The connections as they were when a sync of them was asked for, by id. */
export type SyncRequests = Readonly<Record<string, Connection>>;

/** Whether a sync that was asked for is still to come or to end. */
export function isAwaited(requests: SyncRequests, now: Connection): boolean {
  const before = requests[now.id];
  return before !== undefined && !isAnswered(before, now);
}

/** Whether it is over, or will not come soon. */
function isAnswered(before: Connection, now: Connection): boolean {
  if (now.status !== 'connected' || now.warnings.some(({ code }) => code === 'waiting_to_start')) return true;
  const hasEnded =
    now.lastSyncedAt !== before.lastSyncedAt ||
    now.consecutiveFailures !== before.consecutiveFailures ||
    now.error?.reference !== before.error?.reference;
  return hasEnded && !isBusy(now);
}

export function without(requests: SyncRequests, id: string): SyncRequests {
  return Object.fromEntries(Object.entries(requests).filter(([key]) => key !== id));
}
