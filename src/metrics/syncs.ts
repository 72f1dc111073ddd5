import { Counter, Histogram, type Registry } from 'prom-client';
import { RUN_KINDS, RUN_OUTCOMES } from '../contract/connection-words.js';
import type { SyncSummary } from '../sync/sync-summary.js';
import { PREFIX } from './registry.js';

/** What syncs come to. @returns counts one that has ended */
export function syncMetrics(registry: Registry): (sync: SyncSummary) => void {
  const syncs = new Counter({
    name: `${PREFIX}syncs_total`,
    help: 'Syncs that ended: by what they mostly read, how they ended, and the code of the error or `none`.',
    labelNames: ['kind', 'outcome', 'code'] as const,
    registers: [registry],
  });
  const lateness = new Histogram({
    name: `${PREFIX}cycle_lateness_seconds`,
    help: 'From when a sync was due, or was asked for, until it began.',
    buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800],
    registers: [registry],
  });
  const rows = new Counter({
    name: `${PREFIX}rows_total`,
    help: 'Rows that syncs stored, new ones and those that had changed, by kind of feed.',
    labelNames: ['feed', 'change'] as const,
    registers: [registry],
  });
  const firstRows = new Counter({
    name: `${PREFIX}first_sync_rows_total`,
    help: 'New rows stored by syncs of connections that had never been whole: how fast first syncs get on.',
    registers: [registry],
  });
  // A rate needs the zero that was before the first.
  for (const kind of RUN_KINDS) {
    for (const outcome of RUN_OUTCOMES) if (outcome !== 'failed') syncs.inc({ kind, outcome, code: 'none' }, 0);
  }
  for (const feed of ['transactions', 'events']) {
    for (const change of ['new', 'changed']) rows.inc({ feed, change }, 0);
  }
  return ({ kind, outcome, errorCode, lateMs, stored, isFirst, newRows }) => {
    syncs.inc({ kind: kind ?? 'none', outcome, code: errorCode ?? 'none' });
    if (lateMs !== null) lateness.observe(lateMs / 1_000);
    for (const [feed, counts] of Object.entries(stored)) {
      rows.inc({ feed, change: 'new' }, counts.newRows);
      rows.inc({ feed, change: 'changed' }, counts.changedRows);
    }
    if (isFirst) firstRows.inc(newRows);
  };
}
