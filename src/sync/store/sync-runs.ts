import type { RunKind, RunOutcome } from '../../contract/connection-words.js';
import type { TransactionSql } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

export interface SyncRun {
  readonly id: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly kind: RunKind;
  readonly outcome: RunOutcome | null;
  readonly requests: number;
  readonly rows: number;
  readonly newRows: number;
  readonly errorCode: string | null;
}

/** As it is written, once it has ended. */
export type EndedRun = Omit<SyncRun, 'endedAt' | 'outcome'> & { readonly outcome: NonNullable<SyncRun['outcome']> };

export async function insertRun({ sql, organizationId }: Tenant, connectionId: string, run: EndedRun): Promise<void> {
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

/** What is set on `sync_status` in place of a line, by a run that found nothing to store. */
export function idleRun(sql: TransactionSql, { id, kind, startedAt, requests, rows }: EndedRun) {
  const hour = sql`date_trunc('hour', ${startedAt}::timestamptz, 'UTC')`;
  return sql`
    idle_id = ${id},
    idle_kind = ${kind},
    idle_started_at = ${startedAt},
    idle_ended_at = clock_timestamp(),
    idle_requests = ${requests},
    idle_rows = ${rows},
    idle_by_hour = count_idle_sync(idle_by_hour, idle_hour, ${hour}),
    idle_hour = greatest(idle_hour, ${hour})
  `;
}

/** A position in the list of runs. */
export interface RunPosition {
  readonly startedAt: string;
  readonly id: string;
}

/** Newest first; of those that found nothing the newest only. */
export async function listRuns({ sql }: Tenant, connectionId: string, limit: number, after: RunPosition | null) {
  return sql<SyncRun[]>`
    select id, started_at, ended_at, kind, outcome, requests, rows, new_rows, error_code
    from (
      select id, started_at, ended_at, kind, outcome, requests, rows, new_rows, error_code
      from sync_runs
      where connection_id = ${connectionId}
      union all
      select idle_id, idle_started_at, idle_ended_at, idle_kind, 'ok', idle_requests, idle_rows, 0, null
      from sync_status
      where connection_id = ${connectionId} and idle_id is not null
    ) as runs
    where ${after === null ? sql`true` : sql`(started_at, id) < (${after.startedAt}, ${after.id})`}
    order by started_at desc, id desc
    limit ${limit}
  `;
}

/** What the syncs of one hour came to. */
export interface RunHour {
  readonly from: Instant;
  readonly finished: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** Of the last 24 UTC hours, the current one included, oldest first; also those without a sync. One that found nothing counts in full. */
export async function listRunHours({ sql }: Tenant, connectionId: string) {
  return sql<RunHour[]>`
    select
      h.at as "from",
      count(*) filter (where r.outcome in ('ok', 'more'))::integer + coalesce(max(idle.syncs), 0) as finished,
      count(*) filter (where r.outcome = 'failed')::integer as failed,
      count(*) filter (where r.outcome = 'cancelled')::integer as cancelled
    from generate_series(
      date_trunc('hour', now(), 'UTC') - interval '23 hours', date_trunc('hour', now(), 'UTC'), interval '1 hour'
    ) as h (at)
    left join sync_runs r
      on r.connection_id = ${connectionId} and r.started_at >= h.at and r.started_at < h.at + interval '1 hour'
    left join (
      select idle_hour - (place - 1) * interval '1 hour' as at, syncs
      from sync_status, unnest(idle_by_hour) with ordinality as hours (syncs, place)
      where connection_id = ${connectionId}
    ) as idle on idle.at = h.at
    group by h.at
    order by h.at
  `;
}

/** Forgets runs that nobody will ask for. */
export async function deleteOldRuns({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    delete from sync_runs
    where connection_id = ${connectionId} and started_at < now() - interval '30 days'
  `;
}
