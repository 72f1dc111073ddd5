import { Context } from '@temporalio/activity';
import type { ConnectionActivities } from '../contract/connection-activities.js';
import { idleFor } from '../contract/idle-again.js';
import { waitFactor } from '../contract/wait-factor.js';

// What takes longer is gone on with by `syncConnection`: here only short work waits for its turn.
const BUDGET_MS = 5_000;
// The workflow hears of its connection at least every so many tries, an hour: what operators read there is no older.
const MOST_TRIES = 16;
// Clocks of two machines are not quite the same.
const CLOCKS_DIFFER_MS = 100;

/**
 * Has a connection synced each time that it is due, one sync a try. The workflow sleeps meanwhile, and nothing is written
 * of what found nothing: neither in its history nor, beyond the connection's own rows, with us.
 */
export function createSyncWhileIdle(
  syncConnection: ConnectionActivities['syncConnection'],
  now: () => number | Promise<number> = Date.now,
): ConnectionActivities['syncWhileIdle'] {
  return async ({ untilMs, ...key }) => {
    const aheadMs = untilMs - (await now());
    if (aheadMs > CLOCKS_DIFFER_MS) throw idleFor(aheadMs);
    const delayFactor = waitFactor(key.connectionId, false);
    const result = await syncConnection({ ...key, budgetMs: BUDGET_MS, head: true, delayFactor });
    if (result.isIdle === true && Context.current().info.attempt < MOST_TRIES) throw idleFor(result.delayMs);
    return result;
  };
}
