import type { ConnectionSignal } from '../../contract/signals.js';
import type { NudgedConnection } from './late-connections.js';

/** What a look at a connection that is late finds. Nothing of it runs, and Shopify asked for no patience. */
export interface LateConnection {
  readonly status: NudgedConnection['status'];
  /** Milliseconds since it was due. */
  readonly overdueMs: number;
  /** Nudges of the reconciler, this one included, since a sync last ended. */
  readonly nudges: number;
  /** Of the workflow task that its run cannot complete; 0 when none is waiting. */
  readonly taskAttempts: number;
  /** Its run has asked for an activity that has not ended. */
  readonly hasActivity: boolean;
}

const LONG_OVERDUE_MS = 10 * 60_000;
// One attempt may time out with the worker that had it, and the next one while workers are busy.
const FAILING_TASK_ATTEMPTS = 3;
/**
 * `restart`: no run is precious. What it knows is in the rows, and leases and fence make a new one safe beside it.
 * `patience`: what it has begun comes to its turn, and reads the row then.
 */
export type Remedy = ConnectionSignal | 'restart' | 'patience';

/**
 * What puts a late connection right. A nudge starts a run that is missing; long overdue, the run may rest in a state
 * that the row has left, which only `reconnect` leaves. One that was nudged in vain and still stands, or whose workflow
 * task fails again and again (a poisoned history, code that does not replay it), is ended and started anew.
 */
export function remedyFor({ status, overdueMs, nudges, taskAttempts, hasActivity }: LateConnection): Remedy {
  const isLongOverdue = overdueMs >= LONG_OVERDUE_MS;
  if (taskAttempts >= FAILING_TASK_ATTEMPTS) return 'restart';
  // What it has begun waits for a worker, or for its own time limit: after an outage all do.
  if (isLongOverdue && nudges > 2 && !hasActivity) return 'restart';
  if (status === 'disconnecting') return 'disconnect';
  // A nudge would have its sync, which may be next in line, begin again at the end of the line.
  if (hasActivity) return 'patience';
  return isLongOverdue && nudges > 1 ? 'reconnect' : 'syncNow';
}

const SHARE_OF_THOSE_ON_TIME = 0.05;
const MOST_RESTARTS = 25;

/**
 * How many runs one look may start anew: few, and the more the better the other connections get on. In an outage all are
 * late and none is to blame; then one at a time shows whether it helps.
 */
export function restartsAllowed(onTime: number): number {
  return Math.min(MOST_RESTARTS, Math.max(1, Math.floor(onTime * SHARE_OF_THOSE_ON_TIME)));
}
