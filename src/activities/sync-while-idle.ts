import { Context } from '@temporalio/activity';
import type { ConnectionActivities } from '../contract/connection-activities.js';
import { idleFor } from '../contract/idle-again.js';
import { waitFactor } from '../contract/wait-factor.js';

// What takes longer is gone on with by `syncConnection`: here only short work waits for its turn.
const BUDGET_MS = 5_000;
// How long the workflow may hear nothing: what operators read there is hardly older.
const UNHEARD_MS = 3_600_000;

/**
 * Has a connection synced each time that it is due, one sync a try. The workflow sleeps meanwhile, and nothing is written
 * of what found nothing: neither in its history nor, beyond the connection's own rows, with us. When a try is due is said
 * by Temporal's clock alone: a worker whose own is wrong delays nobody.
 */
export function createSyncWhileIdle(
  syncConnection: ConnectionActivities['syncConnection'],
): ConnectionActivities['syncWhileIdle'] {
  return async ({ waitMs, ...key }) => {
    const { attempt, scheduledTimestampMs, currentAttemptScheduledTimestampMs } = Context.current().info;
    if (attempt === 1 && waitMs > 0) throw idleFor(waitMs);
    const delayFactor = waitFactor(key.connectionId, false);
    const result = await syncConnection({ ...key, budgetMs: BUDGET_MS, head: true, delayFactor });
    const mayGoOn = currentAttemptScheduledTimestampMs - scheduledTimestampMs < UNHEARD_MS;
    if (result.isIdle === true && mayGoOn) throw idleFor(result.delayMs);
    return result;
  };
}
