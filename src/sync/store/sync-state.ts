import { isPaused } from '../../connections/store/pauses.js';
import type { ConnectionStatus } from '../../contract/connection-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import type { ProbeFacts } from '../planning/daily-probe.js';
import type { SweepFacts, SweepKind } from '../planning/sweeps.js';
import type { NewWindow } from '../planning/windows.js';
import { openWindows } from './sync-plan.js';
import { beginWalk } from './walks.js';

/** What a sync reads before its first request: it follows the row, not what it was told. */
export interface SyncStart extends SweepFacts, ProbeFacts {
  readonly status: ConnectionStatus;
  /** By operators, itself or with all. */
  readonly isPaused: boolean;
  readonly generation: number;
  readonly errorCode: string | null;
  readonly partnerOrganizationId: string;
  readonly tokenCiphertext: string | null;
  readonly headScannedAt: Instant | null;
  /** Somebody asked for a sync, and has not had it yet. */
  readonly isRequested: boolean;
  /** When this sync, or whatever is tried in its place, was due; null when none was. */
  readonly dueAt: Instant | null;
  /** It has never been whole. */
  readonly isFirst: boolean;
  /** A subscription is to be asked for. */
  readonly looksDue: boolean;
}

/** Holds the row until the transaction ends, so that what is decided by it is still so when it is written. */
export async function readSyncStart({ sql }: Tenant, connectionId: string): Promise<SyncStart | undefined> {
  const [start] = await sql<SyncStart[]>`
    select
      c.status, ${isPaused(sql)} as is_paused, c.generation, c.error_code, c.partner_organization_id, c.token_ciphertext, c.connected_at,
      s.head_scanned_at, s.backfilled, s.progress_started_at,
      s.sweep_started_at, s.walk_started_at, s.walk_requested_at, s.sparing_until as background_rests_until,
      s.probes_begun_at, s.permissions_probed_at,
      d.wanted_at is not null or d.taken_at is not null as is_requested,
      d.next_sync_at as due_at, s.first_backfilled_at is null as is_first,
      exists (select from subscription_looks l where l.connection_id = c.id and l.due_at <= clock_timestamp()) as looks_due,
      clock_timestamp() as now
    from connections c
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
    join connection_directory d on d.organization_id = c.organization_id and d.connection_id = c.id
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

/** Begins to read again what is there, in windows of this kind. */
export async function beginSweep(tenant: Tenant, connectionId: string, kind: SweepKind, windows: readonly NewWindow[]) {
  const { sql } = tenant;
  const begun = kind === 'sweep' ? sql`sweep_started_at` : sql`walk_started_at`;
  await sql`update sync_status set ${begun} = clock_timestamp() where connection_id = ${connectionId}`;
  if (kind === 'walk') await beginWalk(tenant, connectionId);
  await openWindows(tenant, connectionId, windows);
}

/** After requests for sweep or walk these rest, whatever became of the sync. */
export async function restBackground({ sql }: Tenant, connectionId: string, restMs: number): Promise<void> {
  await sql`
    update sync_status
    set sparing_until = greatest(sparing_until, clock_timestamp() + ${restMs} * interval '1 millisecond')
    where connection_id = ${connectionId}
  `;
}

/** Each permission is being asked for by itself, whatever comes of it. */
export async function noteProbesBegun({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`update sync_status set probes_begun_at = clock_timestamp() where connection_id = ${connectionId}`;
}

/** Shopify said of each permission whether it is there. */
export async function notePermissionsProbed({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`update sync_status set permissions_probed_at = clock_timestamp() where connection_id = ${connectionId}`;
}

/** The first sync has every row; what is derived from them may still be on its way. */
export async function noteBackfilled({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`update sync_status set backfilled = true where connection_id = ${connectionId}`;
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
    set head_scanned_at = greatest(head_scanned_at, ${scannedAt}),
        last_synced_at = greatest(last_synced_at, ${hasGap ? null : scannedAt})
    where connection_id = ${connectionId}
  `;
}
