import { isBusy, isPaused } from '../../shared/api/polling.js';
import type { Connection } from '../../shared/api/types.js';

/** The connections as they were when a sync of them was asked for, by id. */
export type SyncRequests = Readonly<Record<string, Connection>>;

/** `over` is one that failed, was stopped, or will not come soon. */
export type SyncRequestStage = 'none' | 'awaited' | 'finished' | 'over';

/** How far the sync is that was asked for. */
export function stageOf(requests: SyncRequests, now: Connection): SyncRequestStage {
  const before = requests[now.id];
  if (before === undefined) return 'none';
  if (now.status !== 'connected' || isPaused(now) || now.warnings.some(({ code }) => code === 'waiting_to_start'))
    return 'over';
  if (isBusy(now) || !hasEnded(before, now)) return 'awaited';
  return now.error === null ? 'finished' : 'over';
}

function hasEnded(before: Connection, now: Connection): boolean {
  return (
    now.lastSyncedAt !== before.lastSyncedAt ||
    now.consecutiveFailures !== before.consecutiveFailures ||
    now.error?.reference !== before.error?.reference
  );
}

export function without(requests: SyncRequests, id: string): SyncRequests {
  return Object.fromEntries(Object.entries(requests).filter(([key]) => key !== id));
}
