import { isBusy } from '../shared/api/polling.js';
import type { Connection } from '../shared/api/types.js';

/** Whether the sync that was asked for is over, or will not come soon. @param before as it was when it was asked for */
export function isAnswered(before: Connection, now: Connection): boolean {
  if (now.status !== 'connected' || now.warnings.some(({ code }) => code === 'waiting_to_start')) return true;
  const hasEnded =
    now.lastSyncedAt !== before.lastSyncedAt ||
    now.consecutiveFailures !== before.consecutiveFailures ||
    now.error?.reference !== before.error?.reference;
  return hasEnded && !isBusy(now);
}
