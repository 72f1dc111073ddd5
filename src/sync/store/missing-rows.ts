import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import type { PageContents } from '../contents/rows.js';
import type { PlannedPage } from '../planning/plan.js';

/** How many stored rows the weekly full scans no longer met. */
export async function countMissingRows({ sql }: Tenant, connectionId: string): Promise<number> {
  const [found] = await sql<[{ rows: number }]>`
    select
      (select count(*)::integer from transactions where connection_id = ${connectionId} and missing_since is not null)
      + (select count(*)::integer from app_events where connection_id = ${connectionId} and missing_since is not null)
        as rows
  `;
  return found.rows;
}

/**
 * Marks rows that a page of the weekly full scan should have held and did not: stored before the page was asked for, and
 * between the instants that it surely spans. Rows near its ends may stand on the page before or after, so they are left
 * alone; another scan has other pages. A row that the page holds in damaged form is there, too.
 * @returns how many it marked
 */
export async function markMissing(
  { sql }: Tenant,
  connectionId: string,
  planned: PlannedPage,
  { begins, ends, transactions, appEvents, quarantined, hasNextPage }: PageContents,
  requestedAt: Instant,
): Promise<number> {
  if (planned.type !== 'window' || planned.window.kind !== 'walk') return 0;
  const { feed, from, cursor, to } = planned.window;
  // An empty page proves nothing; of others nobody can tell where they end, or which row it is that they do not name.
  if (ends === null) return 0;
  const damaged = quarantined.flatMap(({ key }) => key ?? []);
  if (damaged.length < quarantined.length) return 0;
  const above = cursor === null ? to : begins;
  const below = hasNextPage ? ends : from;
  const since = requestedAt;
  if (feed.kind === 'transactions') {
    const { count } = await sql`
      update transactions
      set missing_since = ${since}
      where connection_id = ${connectionId} and missing_since is null and requested_at < ${since}
        and created_at < ${above} and created_at > coalesce(${below}::timestamptz, '-infinity')
        and id <> all (${[...transactions.map(({ id }) => id), ...damaged]}::text[])
    `;
    return count;
  }
  if (feed.kind === 'events') {
    const { count } = await sql`
      update app_events e
      set missing_since = ${since}
      where connection_id = ${connectionId} and app_number = ${feed.appNumber}
        and missing_since is null and requested_at < ${since}
        and occurred_at < ${above} and occurred_at > coalesce(${below}::timestamptz, '-infinity')
        and not exists (
          select
          from unnest(
            ${appEvents.map((row) => row.shopNumber)}::bigint[],
            ${appEvents.map((row) => row.type)}::text[],
            ${appEvents.map((row) => row.occurredAt)}::timestamptz[],
            ${appEvents.map((row) => row.chargeId)}::text[]
          ) as r (shop_number, type, occurred_at, charge_id)
          where (r.shop_number, r.type, r.occurred_at, r.charge_id)
            = (e.shop_number, e.type, e.occurred_at, e.charge_id)
        )
        -- As rowKey in sync/contents/rows.ts says it.
        and concat_ws(
          ' ', shop_number, type, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), charge_id
        ) <> all (${damaged}::text[])
    `;
    return count;
  }
  return 0;
}
