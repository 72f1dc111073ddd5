import type { Instant } from '../instant.js';
import { releaseLease } from './sync-leases.js';
import type { Tenant } from './tenant.js';

export interface SyncRunRecord {
  readonly id: string;
  readonly startedAt: Instant;
  readonly kind: 'head' | 'backfill' | 'sweep' | 'walk';
  readonly outcome: 'ok' | 'more' | 'failed' | 'cancelled';
  readonly requests: number;
  readonly rows: number;
  readonly newRows: number;
  readonly errorCode: string | null;
}

export async function insertRun({ sql, organizationId }: Tenant, connectionId: string, run: SyncRunRecord) {
  await sql`
    insert into sync_runs (
      organization_id, connection_id, id, started_at, ended_at, kind, outcome, requests, rows, new_rows, error_code
    )
    values (
      ${organizationId}, ${connectionId}, ${run.id}, ${run.startedAt}, clock_timestamp(), ${run.kind}, ${run.outcome},
      ${run.requests}, ${run.rows}, ${run.newRows}, ${run.errorCode}
    )
    on conflict do nothing
  `;
}

export interface SyncClose {
  readonly run: SyncRunRecord;
  readonly phase: 'idle' | 'backfilling' | 'syncing';
  readonly backfilled: boolean;
  readonly nextSyncInMs: number;
  /** Every feed's newest page was read in a scan that began then; null when this sync made none. */
  readonly headScannedAt: Instant | null;
  /** Rows between this scan and the one before are still missing. */
  readonly hasGap: boolean;
  /** The API version that answered; null when no answer named one. */
  readonly servedVersion: string | null;
  /** The row shows a failure, which is over now. */
  readonly wasFailing: boolean;
}

/**
 * A sync that ended without error: the schedule goes on, the lease is given back, the run gets its line in the list, and
 * whatever failed before is over. All of it travels together.
 */
export async function closeSync(tenant: Tenant, connectionId: string, close: SyncClose): Promise<void> {
  const { sql } = tenant;
  const { phase, backfilled, headScannedAt, hasGap, servedVersion, nextSyncInMs, run, wasFailing } = close;
  await Promise.all([
    sql`
      with status as (
        update sync_status
        set phase = ${phase},
            phase_at = clock_timestamp(),
            backfilled = ${backfilled},
            head_scanned_at = coalesce(${headScannedAt}, head_scanned_at),
            last_synced_at = coalesce(${hasGap ? null : headScannedAt}, last_synced_at),
            served_version = coalesce(${servedVersion}, served_version)
        where connection_id = ${connectionId}
      )
      update connection_directory
      set next_sync_at = clock_timestamp() + ${nextSyncInMs} * interval '1 millisecond'
      where connection_id = ${connectionId}
    `,
    releaseLease(tenant, connectionId, run.id),
    insertRun(tenant, connectionId, run),
    wasFailing ? forgetFailures(tenant, connectionId) : null,
  ]);
}

async function forgetFailures({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    update connections
    set consecutive_failures = 0, error_code = null, error_permission = null, error_since = null, error_reference = null
    where id = ${connectionId}
  `;
}
