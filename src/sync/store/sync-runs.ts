import type { RunKind, RunOutcome } from '../../contract/connection-words.js';
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

/** What the syncs of one hour came to. */
export interface RunHour {
  readonly from: Instant;
  readonly finished: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** Of the last 24 UTC hours, the current one included, oldest first; also those without a sync. */
export async function listRunHours({ sql }: Tenant, connectionId: string) {
  return sql<RunHour[]>`
    select
      h.at as "from",
      count(*) filter (where r.outcome in ('ok', 'more'))::integer as finished,
      count(*) filter (where r.outcome = 'failed')::integer as failed,
      count(*) filter (where r.outcome = 'cancelled')::integer as cancelled
    from generate_series(
      date_trunc('hour', now(), 'UTC') - interval '23 hours', date_trunc('hour', now(), 'UTC'), interval '1 hour'
    ) as h (at)
    left join sync_runs r
      on r.connection_id = ${connectionId} and r.started_at >= h.at and r.started_at < h.at + interval '1 hour'
    group by h.at
    order by h.at
  `;
}

/** Forgets runs that nobody will ask for: idle ones after a day, others after thirty. */
export async function deleteOldRuns({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    delete from sync_runs
    where connection_id = ${connectionId}
      and started_at < now() - case when outcome = 'ok' and new_rows = 0 then interval '1 day' else interval '30 days' end
  `;
}
