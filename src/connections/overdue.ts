import type { ConnectionStatus } from '../store/connections.js';
import type { ConnectionSignal } from '../workflows/signals.js';

// A running sync says when the next is due at least every minute, and a failing one within a few.
const LATE_MS = 60_000;
const LONG_OVERDUE_MS = 10 * 60_000;

/**
 * What to tell the workflow of a connection that is late, by its row; null when all is well or nothing should run.
 * Late: `syncNow` starts a run that is missing and harms none that is only slow. Long overdue: the run may rest in a
 * state that the row has left, and only `reconnect` leaves every one of them.
 */
export function nudgeFor(status: ConnectionStatus, overdueMs: number): ConnectionSignal | null {
  if (isStopped(status) || overdueMs < LATE_MS) return null;
  if (status === 'disconnecting') return 'disconnect';
  return overdueMs < LONG_OVERDUE_MS ? 'syncNow' : 'reconnect';
}

/** No workflow runs for these, or one that only waits for `reconnect`. */
export function isStopped(status: ConnectionStatus): status is 'error' | 'disconnected' {
  return status === 'error' || status === 'disconnected';
}
