import type { Instant } from '../../values/instant.js';
import { feedName, parseFeedName, type Feed } from '../../partner/pages/feed.js';
import type { FeedState, KnownApp, Move, SyncPlan } from '../planning/plan.js';
import { partsOf, type NewWindow, type Split, type SyncWindow } from '../planning/windows.js';
import { SyncSuperseded } from '../../connections/store/sync-fence.js';
import type { Tenant } from '../../postgres/tenant.js';

interface FeedRow extends Omit<FeedState, 'feed' | 'app'>, KnownApp {
  readonly feed: string;
}

/** Feeds of removed apps rest, and their windows with them. */
export async function readPlan({ sql }: Tenant, connectionId: string): Promise<SyncPlan> {
  const [feeds, windows] = await Promise.all([
    sql<FeedRow[]>`
      select f.feed, f.head_from, f.head_digest, f.starts_at, a.name, a.named_at, a.problem, a.source
      from sync_feeds f
      left join apps a
        on a.organization_id = f.organization_id and a.connection_id = f.connection_id
        and f.feed = 'events/' || a.app_number
      where f.connection_id = ${connectionId} and a.removed_at is null
      order by f.feed
    `,
    sql<(Omit<SyncWindow, 'feed'> & { feed: string })[]>`
      select id, feed, kind, from_at as "from", to_at as "to", stop_at, cursor, reached_at, restarts
      from sync_windows
      where connection_id = ${connectionId}
    `,
  ]);
  const known = new Map(feeds.map(({ feed, ...state }) => [feed, feedState(parseFeedName(feed), state)]));
  return {
    feeds: [...known.values()],
    windows: windows.flatMap(({ feed: name, ...window }) => {
      const feed = known.get(name)?.feed;
      return feed === undefined ? [] : [{ ...window, feed }];
    }),
  };
}

function feedState(feed: Feed, { name, namedAt, problem, source, ...state }: Omit<FeedRow, 'feed'>): FeedState {
  return { feed, ...state, app: feed.kind === 'events' ? { name, namedAt, problem, source } : null };
}

/**
 * Moves the cursors from exactly where the page was read: whoever moved them meanwhile has stored these rows already.
 * @returns the id of the window that a head page opened, if it did
 * @throws SyncSuperseded when they stand elsewhere; the transaction then stores nothing
 */
export async function applyMove({ sql }: Tenant, connectionId: string, move: Move): Promise<string | null> {
  const moved = await rowsMoved(sql, connectionId, move);
  if (moved.length === 0) throw new SyncSuperseded();
  return moved[0]?.opened ?? null;
}

function rowsMoved(sql: Tenant['sql'], connectionId: string, move: Move): PromiseLike<{ opened?: string | null }[]> {
  switch (move.type) {
    case 'head': {
      const { opens } = move;
      return sql<{ opened: string | null }[]>`
        with moved as (
          update sync_feeds
          set head_from = ${move.becomes}, head_digest = ${move.digest}
          where connection_id = ${connectionId} and feed = ${feedName(move.feed)}
            and head_from is not distinct from ${move.was}
          returning organization_id
        ), opened as (
          insert into sync_windows (organization_id, connection_id, feed, kind, from_at, to_at, cursor, reached_at)
          select
            organization_id, ${connectionId}, ${feedName(move.feed)}, ${opens?.kind ?? ''},
            ${opens?.from ?? null}, ${opens?.to ?? null}, ${opens?.cursor ?? null}, ${opens?.reachedAt ?? null}
          from moved
          where ${opens !== null}
          returning id
        )
        select (select id from opened) as opened from moved
      `;
    }
    case 'windowMoves':
      return sql`
        update sync_windows
        set cursor = ${move.cursor},
            -- A window that does not get on may not be restarted again: it would never end.
            restarts = case when reached_at is distinct from ${move.reachedAt} then 0 else restarts end,
            reached_at = ${move.reachedAt}
        where connection_id = ${connectionId} and id = ${move.id} and cursor is not distinct from ${move.was}
        returning null as opened
      `;
    case 'windowDone':
      return sql`
        delete from sync_windows
        where connection_id = ${connectionId} and id = ${move.id} and cursor is not distinct from ${move.was}
        returning null as opened
      `;
  }
}

/** Opens windows side by side. @returns their ids, in the same order */
export async function openWindows(
  { sql, organizationId }: Tenant,
  connectionId: string,
  windows: readonly NewWindow[],
): Promise<string[]> {
  const opened = await sql<{ id: string }[]>`
    insert into sync_windows (organization_id, connection_id, feed, kind, from_at, to_at, stop_at, cursor, reached_at)
    select ${organizationId}, ${connectionId}, feed, kind, from_at, to_at, stop_at, cursor, reached_at
    from unnest(
      ${windows.map(({ feed }) => feedName(feed))}::text[],
      ${windows.map(({ kind }) => kind)}::text[],
      ${windows.map(({ from }) => from)}::timestamptz[],
      ${windows.map(({ to }) => to)}::timestamptz[],
      ${windows.map(({ stopAt }) => stopAt)}::timestamptz[],
      ${windows.map(({ cursor }) => cursor)}::text[],
      ${windows.map(({ reachedAt }) => reachedAt)}::timestamptz[]
    ) with ordinality as w (feed, kind, from_at, to_at, stop_at, cursor, reached_at, place)
    order by place
    returning id
  `;
  return opened.map(({ id }) => id);
}

/**
 * Divides windows that are being read: all of them, or none when one is no longer what it was.
 * @returns the ids of the new windows below them, in the same order
 */
export async function divideWindows(
  tenant: Tenant,
  connectionId: string,
  splits: readonly Split[],
): Promise<string[] | null> {
  const current = await tenant.sql`
    select w.id
    from sync_windows w
    join unnest(
      ${splits.map(({ window }) => window.id)}::bigint[],
      ${splits.map(({ window }) => window.stopAt)}::timestamptz[],
      ${splits.map(({ at: [highest] }) => highest ?? null)}::timestamptz[]
    ) as s (id, was, at) using (id)
    where w.connection_id = ${connectionId} and w.stop_at is not distinct from s.was
      and (w.reached_at is null or w.reached_at > s.at)
    for update of w
  `;
  if (current.count !== splits.length) return null;
  await tenant.sql`
    update sync_windows w
    set stop_at = s.at
    from unnest(
      ${splits.map(({ window }) => window.id)}::bigint[],
      ${splits.map(({ at: [highest] }) => highest ?? null)}::timestamptz[]
    ) as s (id, at)
    where w.connection_id = ${connectionId} and w.id = s.id
  `;
  return openWindows(
    tenant,
    connectionId,
    splits.flatMap((parts) => partsOf(parts).lower),
  );
}

/** Drops a refused cursor, as `restarted` (sync/planning/windows.ts) says. */
export async function restartWindow({ sql }: Tenant, connectionId: string, { id, cursor }: SyncWindow): Promise<void> {
  await sql`
    update sync_windows
    set cursor = null,
        from_at = coalesce(stop_at, from_at),
        to_at = coalesce(reached_at, to_at),
        stop_at = null,
        restarts = restarts + 1
    where connection_id = ${connectionId} and id = ${id} and cursor is not distinct from ${cursor}
  `;
}

/** A window that cannot be read and that nobody waits for. */
export async function dropWindow({ sql }: Tenant, connectionId: string, { id }: SyncWindow): Promise<void> {
  await sql`delete from sync_windows where connection_id = ${connectionId} and id = ${id}`;
}

/** Remembers where a feed begins. */
export async function noteStart({ sql }: Tenant, connectionId: string, feed: Feed, startsAt: Instant): Promise<void> {
  await sql`
    update sync_feeds set starts_at = ${startsAt} where connection_id = ${connectionId} and feed = ${feedName(feed)}
  `;
}
