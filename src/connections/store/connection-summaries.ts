import type { Fragment } from 'postgres';
import type { ConnectionStatus, Permission, SyncPhase } from '../../contract/connection-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { isPaused } from './pauses.js';
import { lastVerification, type Verification } from './verification.js';

/** Everything that a reader of one connection may learn, as stored; `connectionView` makes sense of it. */
export interface ConnectionSummary {
  readonly id: string;
  readonly partnerOrganizationId: string;
  readonly status: ConnectionStatus;
  /** By operators, itself or with all. */
  readonly isPaused: boolean;
  readonly tokenHint: string | null;
  readonly connectedBy: string;
  readonly connectedAt: Instant;
  /** Null where operators have never resumed it. */
  readonly resumedAt: Instant | null;
  /** Null while connected, or where it was disconnected before anybody noted it; so is who did. */
  readonly disconnectedAt: Instant | null;
  readonly disconnectedBy: string | null;
  readonly consecutiveFailures: number;
  readonly errorCode: string | null;
  readonly errorPermission: Permission | null;
  readonly errorSince: Instant | null;
  readonly errorReference: string | null;
  readonly nextSyncAt: Instant | null;
  readonly phase: SyncPhase;
  readonly phaseAt: Instant;
  readonly leaseUntil: Instant | null;
  readonly waitingUntil: Instant | null;
  readonly lastSyncedAt: Instant | null;
  readonly dataThrough: Instant | null;
  /** The API version that Shopify answered the last sync with. */
  readonly servedVersion: string | null;
  /** The API versions that Shopify lists as supported; null until some connection has asked. */
  readonly supportedVersions: readonly string[] | null;
  readonly progressStartedAt: Instant | null;
  /** bigint as text. */
  readonly progressRows: string;
  readonly backfilled: boolean;
  /** It was whole once: what is missing now is the past of an app that was found or added later. */
  readonly hasBeenBackfilled: boolean;
  /** The backfill has every row since then; null when it cannot say so yet, or no longer has to. */
  readonly completeBackTo: Instant | null;
  /** What is left of the backfill as a multiple of what is done, by time, in the feed that has most left; null while unknown. */
  readonly backfillLeft: number | null;
  readonly apps: number;
  /** Whatever the connection: a storm of refused credentials is on. */
  readonly refusesEverybody: boolean;
  readonly quarantined: readonly { readonly reason: string; readonly count: number }[];
  /** Null until everything was read a second time. */
  readonly verification: Verification | null;
  /** Database time of this reading: leases and waits are judged by it, not by this machine's clock. */
  readonly now: Instant;
}

/** A position in the list of connections. */
export interface ConnectionPosition {
  readonly partnerOrganizationId: string;
}

export async function findConnectionSummary(tenant: Tenant, id: string): Promise<ConnectionSummary | undefined> {
  const [row] = await select(tenant, tenant.sql`c.id = ${id}`, 1);
  return row;
}

/** By the number of the Partner organization: an order that no reconnect changes while somebody pages through it. */
export async function listConnectionSummaries(tenant: Tenant, limit: number, after: ConnectionPosition | null) {
  const { sql } = tenant;
  const beyond =
    after === null ? sql`true` : sql`c.partner_organization_id::numeric > ${after.partnerOrganizationId}::numeric`;
  return select(tenant, beyond, limit);
}

/** Those of these Partner organizations, in the same order. @param partnerOrganizationIds a merchant's: few */
export async function findConnectionSummaries(tenant: Tenant, partnerOrganizationIds: readonly string[]) {
  return select(
    tenant,
    tenant.sql`c.partner_organization_id = any (${partnerOrganizationIds}::text[])`,
    partnerOrganizationIds.length,
  );
}

async function select({ sql }: Tenant, condition: Fragment, limit: number) {
  return sql<ConnectionSummary[]>`
    select
      c.id, c.partner_organization_id, c.status, ${isPaused(sql)} as is_paused, c.token_hint, c.connected_by, c.connected_at, c.resumed_at, c.disconnected_at, c.disconnected_by,
      c.consecutive_failures, c.error_code, c.error_permission, c.error_since, c.error_reference,
      d.next_sync_at,
      s.phase, s.phase_at, s.waiting_until, s.last_synced_at, s.data_through, s.served_version,
      s.progress_started_at, s.progress_rows, s.backfilled,
      s.first_backfilled_at is not null as has_been_backfilled,
      w.complete_back_to, b.backfill_left,
      (
        select count(*)::integer
        from apps a
        where a.organization_id = c.organization_id and a.connection_id = c.id and a.removed_at is null
      ) as apps,
      (
        select coalesce(json_agg(json_build_object('reason', q.reason, 'count', q.count) order by q.reason), '[]')
        from (
          select reason, count(*) as count
          from quarantined_rows
          where organization_id = c.organization_id and connection_id = c.id
          group by reason
        ) q
      ) as quarantined,
      (
        select max(l.until) from sync_leases l where l.organization_id = c.organization_id and l.connection_id = c.id
      ) as lease_until,
      exists (select from credential_storms where ends_at > now()) as refuses_everybody,
      (select supported from api_version_check) as supported_versions,
      ${lastVerification(sql)} as verification,
      now() as now
    from connections c
    join connection_directory d on d.organization_id = c.organization_id and d.connection_id = c.id
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
    cross join lateral (
      -- A window that has no row yet is complete down to where it begins, if it begins anywhere.
      select
        case when bool_and(coalesce(reached_at, to_at) is not null) then max(coalesce(reached_at, to_at)) end
          as complete_back_to
      from sync_windows
      where organization_id = c.organization_id and connection_id = c.id and kind = 'backfill'
    ) w
    cross join lateral (
      select
        case when bool_and(left_s is not null) then max(left_s / nullif(greatest(whole_s - left_s, 0), 0)) end
          as backfill_left
      from (
        select
          extract(epoch from s.progress_started_at - min(f.starts_at))::double precision as whole_s,
          case when bool_and(coalesce(x.stop_at, x.from_at, f.starts_at) is not null) then
            sum(extract(epoch from coalesce(x.reached_at, x.to_at) - coalesce(x.stop_at, x.from_at, f.starts_at)))
          end::double precision as left_s
        from sync_windows x
        join sync_feeds f using (organization_id, connection_id, feed)
        where x.organization_id = c.organization_id and x.connection_id = c.id and x.kind = 'backfill'
        group by x.feed
      ) as feeds
    ) b
    where ${condition}
    order by c.partner_organization_id::numeric
    limit ${limit}
  `;
}
