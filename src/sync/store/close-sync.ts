import { tellAfterSync } from '../../connections/notices/tell-after-sync.js';
import { noFailures } from '../../connections/store/connections.js';
import { settleSyncRequest } from '../../connections/store/sync-requests.js';
import type { SyncPhase } from '../../contract/connection-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { releaseLease } from './sync-leases.js';
import { type EndedRun, idleRun, insertRun } from './sync-runs.js';

export interface SyncClose {
  readonly partnerOrganizationId: string;
  readonly run: EndedRun;
  /** It found nothing to store: it gets no line of its own. */
  readonly isIdle: boolean;
  readonly phase: SyncPhase;
  readonly backfilled: boolean;
  readonly nextSyncInMs: number;
  /** The newest rows were read: whoever asked for this sync has it. */
  readonly served: boolean;
  /** Every feed's newest page was read in a scan that began then; null when this sync made none. */
  readonly headScannedAt: Instant | null;
  /** As HeadScan has it. */
  readonly hasGap: boolean;
  /** As SettledSync has it. */
  readonly freshAt: Instant | null;
  /** The API version that answered; null when no answer named one. */
  readonly servedVersion: string | null;
  /** Shopify answered what it was asked: not when it only asked for patience. */
  readonly succeeded: boolean;
  /** The row shows a failure, which is over once a sync succeeds. */
  readonly wasFailing: boolean;
}

export interface ClosedSync {
  /** One more sync was asked for while this one ran. */
  readonly isRequested: boolean;
  /** Ids of the messages to Convot that are to be sent. */
  readonly messages: readonly string[];
}

/**
 * A sync that ended without error: the schedule goes on, the lease is given back, the run gets its line in the list (one
 * that found nothing shares it with those before it), and whatever failed before is over. All of it travels together. What was reached never goes back: one that was given up
 * for dead may close last.
 */
export async function closeSync(tenant: Tenant, connectionId: string, close: SyncClose): Promise<ClosedSync> {
  const { sql } = tenant;
  const { partnerOrganizationId, phase, backfilled, headScannedAt, hasGap, servedVersion, run, isIdle } = close;
  const { wasFailing, succeeded } = close;
  const isWhole = backfilled && phase === 'idle';
  const [, after] = await Promise.all([
    // In the order in which a sync that begins takes the same rows.
    sql`
      update sync_status
      set phase = ${phase},
          phase_at = clock_timestamp(),
          succeeded_at = ${succeeded ? sql`clock_timestamp()` : sql`succeeded_at`},
          backfilled = backfilled or ${backfilled},
          head_scanned_at = greatest(head_scanned_at, ${headScannedAt}),
          last_synced_at = greatest(last_synced_at, ${hasGap ? null : headScannedAt}),
          served_version = coalesce(${servedVersion}, served_version)
          ${isIdle ? sql`, ${idleRun(sql, run)}` : sql``}
      where connection_id = ${connectionId}
    `,
    settleSyncRequest(tenant, connectionId, { ...close, isWhole }),
    releaseLease(tenant, connectionId, run.id),
    isIdle ? null : insertRun(tenant, connectionId, run),
    wasFailing && succeeded ? forgetFailures(tenant, connectionId) : null,
  ]);
  const messages = await tellAfterSync(tenant, { connectionId, partnerOrganizationId }, after);
  return { isRequested: after.wanted, messages };
}

async function forgetFailures({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`update connections set ${noFailures(sql)} where id = ${connectionId}`;
}
