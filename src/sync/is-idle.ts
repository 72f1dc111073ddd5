import type { EndedRun } from './store/sync-runs.js';
import type { SyncSummary } from './sync-summary.js';

/** Whether a sync looked and found nothing to store, as most do: a cycle, or the last 30 days again. Pure. */
export function isIdle({ kind, outcome, newRows, stored }: EndedRun & Pick<SyncSummary, 'stored'>): boolean {
  const changed = stored.transactions.changedRows + stored.events.changedRows;
  return outcome === 'ok' && (kind === 'head' || kind === 'sweep') && newRows + changed === 0;
}
