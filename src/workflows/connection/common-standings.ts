import type { NextSync, WorkflowStanding } from './standing.js';

/* Where many events lead to, whatever stood before. */

export const confirming: WorkflowStanding = { name: 'disconnecting', step: 'confirming', revived: false };
export const resting: WorkflowStanding = { name: 'paused', step: 'resting' };
export const syncAsked = syncDue({ head: true, asked: true });
/** By itself: what is due is due whether or not somebody asked, too. */
export const syncAgain = syncDue({ head: true, asked: false });

export function syncDue(sync: NextSync, untilMs = 0): WorkflowStanding {
  return { name: 'syncing', step: 'waiting', untilMs, sync };
}
