import type { Feed } from '../../partner/pages/feed.js';
import type { Tenant } from '../../postgres/tenant.js';

/** What one page of a walk showed, beside what was stored. */
export interface WalkFindings {
  readonly compared: number;
  /** Stored with another content, or as one that Shopify no longer showed. */
  readonly changed: number;
  /** Not stored before. */
  readonly added: number;
  /** Stored, and not shown any more. */
  readonly missing: number;
}

/** Opens the account of a walk; the caller has written to `sync_status` when it began. */
export async function beginWalk({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    insert into sync_walks (organization_id, connection_id, started_at)
    select organization_id, connection_id, walk_started_at
    from sync_status
    where connection_id = ${connectionId}
    on conflict do nothing
  `;
}

/** Adds what a page showed; part of its transaction, after its window was moved on. The last page ends the walk. */
export async function noteWalkPage(
  tenant: Tenant,
  connectionId: string,
  { compared, changed, added, missing }: WalkFindings,
): Promise<void> {
  const { sql } = tenant;
  const [walk] = await sql<Ended[]>`
    update sync_walks w
    set rows_compared = rows_compared + ${compared},
        rows_changed = rows_changed + ${changed},
        rows_added = rows_added + ${added},
        rows_missing = rows_missing + ${missing},
        ${endedAt(sql)}
    from sync_status s
    where ${isRunning(sql, connectionId)}
    returning w.ended_at is not null as is_over
  `;
  if (walk?.isOver === true) await answerRequest(tenant, connectionId);
}

/**
 * A page of it cannot be read, and what is behind that page is not compared; after its window was closed. One app's
 * trouble is that app's own: a walk without it compares all the rest.
 */
export async function noteWalkRefused(tenant: Tenant, connectionId: string, feed: Feed): Promise<void> {
  const { sql } = tenant;
  const [walk] = await sql<Ended[]>`
    update sync_walks w
    set whole = whole and ${feed.kind === 'events'},
        apps_skipped = apps_skipped + ${feed.kind === 'events' ? 1 : 0},
        ${endedAt(sql)}
    from sync_status s
    where ${isRunning(sql, connectionId)}
    returning w.ended_at is not null as is_over
  `;
  if (walk?.isOver === true) await answerRequest(tenant, connectionId);
}

interface Ended {
  readonly isOver: boolean;
}

/** The request that it answers is over with it; one that came while it ran is not. */
async function answerRequest({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    update sync_status
    set walk_requested_at = null
    where connection_id = ${connectionId} and walk_requested_at <= walk_started_at
  `;
}

function isRunning(sql: Tenant['sql'], connectionId: string) {
  return sql`
    w.connection_id = ${connectionId} and s.organization_id = w.organization_id and s.connection_id = w.connection_id
    and w.started_at = s.walk_started_at
  `;
}

/** Windows of removed apps rest: a walk does not wait for them, and goes on if their apps return. */
function endedAt(sql: Tenant['sql']) {
  return sql`
    ended_at = case when not exists (
      select
      from sync_windows x
      where x.organization_id = w.organization_id and x.connection_id = w.connection_id and x.kind = 'walk'
        and not exists (
          select
          from apps a
          where a.organization_id = x.organization_id and a.connection_id = x.connection_id
            and x.feed = 'events/' || a.app_number and a.removed_at is not null
        )
    ) then coalesce(ended_at, clock_timestamp()) end
  `;
}
