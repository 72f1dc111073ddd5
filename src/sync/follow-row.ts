import type { SyncStart } from './store/sync-state.js';

/** How a sync ends that finds the connection no longer its own, by what the row says now; undefined when it is not there. */
export function followRow(row: Pick<SyncStart, 'status'> | undefined): {
  outcome: 'superseded' | 'error' | 'disconnecting' | 'gone';
} {
  if (row === undefined || row.status === 'disconnected') return { outcome: 'gone' };
  return { outcome: row.status === 'connected' ? 'superseded' : row.status };
}
