import type { Instant } from '../instant.js';
import type { Tenant } from './tenant.js';

/** What a sync reads before its first request: it follows the row, not what it was told. */
export interface SyncStart {
  readonly status: 'connected' | 'error' | 'disconnecting' | 'disconnected';
  readonly generation: number;
  readonly consecutiveFailures: number;
  readonly partnerOrganizationId: string;
  readonly tokenCiphertext: string | null;
  readonly headScannedAt: Instant | null;
  readonly lastSyncedAt: Instant | null;
  readonly backfilled: boolean;
  readonly now: Instant;
}

/** Holds the row until the transaction ends, so that what is decided by it is still so when it is written. */
export async function readSyncStart({ sql }: Tenant, connectionId: string): Promise<SyncStart | undefined> {
  const [start] = await sql<SyncStart[]>`
    select
      c.status, c.generation, c.consecutive_failures, c.partner_organization_id, c.token_ciphertext,
      s.head_scanned_at, s.last_synced_at, s.backfilled, clock_timestamp() as now
    from connections c
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
    where c.id = ${connectionId}
    for share of c
  `;
  return start;
}

export async function beginPhase(
  { sql }: Tenant,
  connectionId: string,
  phase: 'backfilling' | 'syncing',
): Promise<void> {
  await sql`
    update sync_status
    set phase = ${phase},
        phase_at = clock_timestamp(),
        progress_started_at = coalesce(progress_started_at, clock_timestamp())
    where connection_id = ${connectionId}
  `;
}

/** Written before the wait begins, so that it binds every worker and shows on the status page. */
export async function noteWaiting({ sql }: Tenant, connectionId: string, waitMs: number): Promise<void> {
  await sql`
    update sync_status
    set waiting_until = greatest(waiting_until, clock_timestamp() + ${waitMs} * interval '1 millisecond')
    where connection_id = ${connectionId}
  `;
}

/** Counts a stored page; part of its transaction. */
export async function addProgress({ sql }: Tenant, connectionId: string, newRows: number, newest: Instant | null) {
  await sql`
    update sync_status
    set progress_rows = progress_rows + ${newRows}, data_through = greatest(data_through, ${newest})
    where connection_id = ${connectionId}
      and (${newRows} > 0 or data_through is null or data_through < ${newest})
  `;
}

/** Every feed's newest page was read; `lastSyncedAt` follows once no gap is left below them. */
export async function noteHeadScanned({ sql }: Tenant, connectionId: string, scannedAt: Instant, hasGap: boolean) {
  await sql`
    update sync_status
    set head_scanned_at = ${scannedAt},
        last_synced_at = ${hasGap ? sql`last_synced_at` : scannedAt}
    where connection_id = ${connectionId}
  `;
}

export interface SyncClose {
  readonly phase: 'idle' | 'backfilling' | 'syncing';
  readonly backfilled: boolean;
  readonly nextSyncInMs: number;
}

/** A sync that ended without error: the schedule goes on, and whatever failed before is over. */
export async function closeSync({ sql }: Tenant, connectionId: string, close: SyncClose): Promise<void> {
  await Promise.all([
    sql`
      update sync_status
      set phase = ${close.phase}, phase_at = clock_timestamp(), backfilled = ${close.backfilled}
      where connection_id = ${connectionId}
    `,
    sql`
      update connection_directory
      set next_sync_at = clock_timestamp() + ${close.nextSyncInMs} * interval '1 millisecond'
      where connection_id = ${connectionId}
    `,
    sql`
      update connections
      set consecutive_failures = 0, error_code = null, error_permission = null, error_since = null, error_reference = null
      where id = ${connectionId} and error_code is not null
    `,
  ]);
}

export interface FailureToRecord {
  readonly code: string;
  readonly permission: 'view_financials' | 'manage_apps' | null;
  readonly reference: string;
  readonly consecutiveFailures: number;
  readonly terminal: boolean;
  readonly delayMs: number;
}

/** Shows a failure on the connection from the first; `error` keeps the token, so that the owner can try it again. */
export async function writeFailure({ sql }: Tenant, connectionId: string, failure: FailureToRecord): Promise<void> {
  await sql`
    update connections
    set status = ${failure.terminal ? 'error' : 'connected'},
        consecutive_failures = ${failure.consecutiveFailures},
        error_since = case when error_code = ${failure.code} then error_since else clock_timestamp() end,
        error_code = ${failure.code},
        error_permission = ${failure.permission},
        error_reference = ${failure.reference}
    where id = ${connectionId}
  `;
  // After the trigger that copies the status: it makes the connection due at once.
  await sql`
    update connection_directory
    set next_sync_at = ${failure.terminal ? null : sql`clock_timestamp() + ${failure.delayMs} * interval '1 millisecond'`}
    where connection_id = ${connectionId}
  `;
  await sql`update sync_status set phase = 'idle', phase_at = clock_timestamp() where connection_id = ${connectionId}`;
}

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
