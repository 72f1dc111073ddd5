import type { Instant } from '../instant.js';
import { feedName, parseFeedName } from '../partner/feed.js';
import type { FeedState, Move, NewWindow, SyncWindow } from '../sync/plan.js';
import { SyncSuperseded } from './sync-fence.js';
import type { Tenant } from './tenant.js';

/** What there is to page, and what is still being read. */
export interface SyncPlan {
  readonly feeds: readonly FeedState[];
  readonly windows: readonly SyncWindow[];
}

interface FeedRow {
  readonly feed: string;
  readonly headFrom: Instant | null;
  readonly headDigest: string | null;
  readonly name: string | null;
  readonly problem: 'not_visible' | 'refused' | null;
}

/** Feeds of removed apps rest, and their windows with them. */
export async function readPlan({ sql }: Tenant, connectionId: string): Promise<SyncPlan> {
  const [feeds, windows] = await Promise.all([
    sql<FeedRow[]>`
      select f.feed, f.head_from, f.head_digest, a.name, a.problem
      from sync_feeds f
      left join apps a
        on a.organization_id = f.organization_id and a.connection_id = f.connection_id
        and f.feed = 'events/' || a.app_number
      where f.connection_id = ${connectionId} and a.removed_at is null
      order by f.feed
    `,
    sql<(Omit<SyncWindow, 'feed'> & { feed: string })[]>`
      select id, feed, kind, from_at as "from", to_at as "to", cursor, reached_at, restarts
      from sync_windows
      where connection_id = ${connectionId}
    `,
  ]);
  const known = new Set(feeds.map(({ feed }) => feed));
  return {
    feeds: feeds.map(({ feed, headFrom, headDigest, name, problem }) => {
      const parsed = parseFeedName(feed);
      return { feed: parsed, headFrom, headDigest, app: parsed.kind === 'events' ? { name, problem } : null };
    }),
    windows: windows
      .filter(({ feed }) => known.has(feed))
      .map(({ feed, ...window }) => ({ ...window, feed: parseFeedName(feed) })),
  };
}

/**
 * Moves the cursors from exactly where the page was read: whoever moved them meanwhile has stored these rows already.
 * @throws SyncSuperseded when they stand elsewhere; the transaction then stores nothing
 */
export async function applyMove(tenant: Tenant, connectionId: string, move: Move): Promise<void> {
  if ((await countMoved(tenant, connectionId, move)) === 0) throw new SyncSuperseded();
}

async function countMoved(tenant: Tenant, connectionId: string, move: Move): Promise<number> {
  const { sql } = tenant;
  switch (move.type) {
    case 'head': {
      const moved = await sql`
        update sync_feeds
        set head_from = ${move.becomes}, head_digest = ${move.digest}
        where connection_id = ${connectionId} and feed = ${feedName(move.feed)}
          and head_from is not distinct from ${move.was}
      `;
      if (move.opens !== null && moved.count > 0)
        await openWindow(tenant, connectionId, feedName(move.feed), move.opens);
      return moved.count;
    }
    case 'windowMoves': {
      const moved = await sql`
        update sync_windows
        set cursor = ${move.cursor},
            -- A window that does not get on may not be restarted again: it would never end.
            restarts = case when reached_at is distinct from ${move.reachedAt} then 0 else restarts end,
            reached_at = ${move.reachedAt}
        where connection_id = ${connectionId} and id = ${move.id} and cursor is not distinct from ${move.was}
      `;
      return moved.count;
    }
    case 'windowDone': {
      const moved = await sql`
        delete from sync_windows
        where connection_id = ${connectionId} and id = ${move.id} and cursor is not distinct from ${move.was}
      `;
      return moved.count;
    }
  }
}

async function openWindow({ sql, organizationId }: Tenant, connectionId: string, feed: string, window: NewWindow) {
  await sql`
    insert into sync_windows (organization_id, connection_id, feed, kind, from_at, to_at, cursor, reached_at)
    values (
      ${organizationId}, ${connectionId}, ${feed}, ${window.kind},
      ${window.from}, ${window.to}, ${window.cursor}, ${window.reachedAt}
    )
  `;
}

/** Drops a refused cursor: the window begins again below what it has stored. */
export async function restartWindow({ sql }: Tenant, connectionId: string, { id, cursor }: SyncWindow): Promise<void> {
  await sql`
    update sync_windows
    set cursor = null, to_at = coalesce(reached_at, to_at), restarts = restarts + 1
    where connection_id = ${connectionId} and id = ${id} and cursor is not distinct from ${cursor}
  `;
}
