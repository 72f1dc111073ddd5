import type { Instant } from '../instant.js';
import type { Tenant } from './tenant.js';

export interface SyncRun {
  readonly id: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly kind: 'head' | 'backfill' | 'sweep' | 'walk';
  readonly outcome: 'ok' | 'more' | 'failed' | 'cancelled' | null;
  readonly requests: number;
  readonly rows: number;
  readonly newRows: number;
  readonly errorCode: string | null;
}

/** A position in the list of runs. */
export interface RunPosition {
  readonly startedAt: string;
  readonly id: string;
}

/** Newest first. */
export async function listRuns({ sql }: Tenant, connectionId: string, limit: number, after: RunPosition | null) {
  return sql<SyncRun[]>`
    select id, started_at, ended_at, kind, outcome, requests, rows, new_rows, error_code
    from sync_runs
    where connection_id = ${connectionId}
      ${after === null ? sql`` : sql`and (started_at, id) < (${after.startedAt}, ${after.id})`}
    order by started_at desc, id desc
    limit ${limit}
  `;
}
