import { SyncSuperseded } from '../../connections/store/sync-fence.js';
import { type Feed, feedName, parseFeedName } from '../../partner/pages/feed.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import type { LeftByPage } from '../planning/backlog.js';
import type { FeedHead, FeedState, KnownApp, Move, SyncPlan } from '../planning/plan.js';
import type { NewWindow, SyncWindow, WindowChange } from '../planning/windows.js';

interface FeedRow extends Omit<FeedState, 'feed' | 'app'>, KnownApp {
  readonly feed: string;
}

type WindowRow = Omit<SyncWindow, 'feed'> & { readonly feed: string };

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
    sql<WindowRow[]>`select ${windowColumns(sql)} from sync_windows where connection_id = ${connectionId}`,
  ]);
  const known = new Map(feeds.map(({ feed, ...state }) => [feed, feedState(parseFeedName(feed), state)]));
  return {
    feeds: [...known.values()],
    windows: windows.filter(({ feed }) => known.has(feed)).map(windowOf),
  };
}

function feedState(feed: Feed, { name, namedAt, problem, source, ...state }: Omit<FeedRow, 'feed'>): FeedState {
  return { feed, ...state, app: feed.kind === 'events' ? { name, namedAt, problem, source } : null };
}

function windowColumns(sql: Tenant['sql']) {
  return sql`id, feed, kind, from_at as "from", to_at as "to", stop_at, cursor, reached_at, restarts`;
}

function windowOf({ feed, ...window }: WindowRow): SyncWindow {
  return { ...window, feed: parseFeedName(feed) };
}

/**
 * Moves the cursors from exactly where the page was read: whoever moved them meanwhile has stored these rows already.
 * @throws SyncSuperseded when they stand elsewhere; the transaction then stores nothing
 */
export async function applyMove(
  tenant: Tenant,
  connectionId: string,
  move: Move,
): Promise<Pick<LeftByPage, 'windows' | 'head'>> {
  if (move.type === 'window') {
    const [windows = []] = await changeWindows(tenant, connectionId, [move.change]);
    return { windows, head: null };
  }
  const { feed, was, becomes, opens } = move;
  const [heads, windows] = await Promise.all([
    tenant.sql<FeedHead[]>`
      update sync_feeds
      set head_from = ${becomes.headFrom}, head_digest = ${becomes.headDigest}
      where connection_id = ${connectionId} and feed = ${feedName(feed)}
        and head_from is not distinct from ${was.headFrom} and head_digest is not distinct from ${was.headDigest}
      returning head_from, head_digest
    `,
    openWindows(tenant, connectionId, opens),
  ]);
  const [head] = heads;
  if (head === undefined) throw new SyncSuperseded();
  return { windows, head };
}

/**
 * Writes what was decided of windows (sync/planning/windows.ts), each as long as its row is in all its parts what the
 * decision rests on.
 * @returns for each change its windows as they are now: the one that was changed, unless it is over, and those it opens
 * @throws SyncSuperseded when one is not, because another sync of the connection is at work; the transaction then
 *   changes nothing
 */
export async function changeWindows(
  tenant: Tenant,
  connectionId: string,
  changes: readonly WindowChange[],
): Promise<SyncWindow[][]> {
  return Promise.all(
    changes.map(async ({ was, becomes, opens }) => {
      const [changed, opened] = await Promise.all([
        changeWindow(tenant, connectionId, was, becomes),
        openWindows(tenant, connectionId, opens),
      ]);
      if (changed.length === 0) throw new SyncSuperseded();
      return [...(becomes === null ? [] : changed.map(windowOf)), ...opened];
    }),
  );
}

function changeWindow(
  { sql }: Tenant,
  connectionId: string,
  was: SyncWindow,
  becomes: SyncWindow | null,
): PromiseLike<WindowRow[]> {
  const isAsItWas = sql`
    connection_id = ${connectionId} and id = ${was.id}
    and (from_at, to_at, stop_at, cursor, reached_at, restarts) is not distinct from (
      ${was.from}::timestamptz, ${was.to}::timestamptz, ${was.stopAt}::timestamptz, ${was.cursor}::text,
      ${was.reachedAt}::timestamptz, ${was.restarts}::integer
    )
  `;
  if (becomes === null) {
    return sql<WindowRow[]>`delete from sync_windows where ${isAsItWas} returning ${windowColumns(sql)}`;
  }
  return sql<WindowRow[]>`
    update sync_windows
    set from_at = ${becomes.from}, to_at = ${becomes.to}, stop_at = ${becomes.stopAt}, cursor = ${becomes.cursor},
        reached_at = ${becomes.reachedAt}, restarts = ${becomes.restarts}
    where ${isAsItWas}
    returning ${windowColumns(sql)}
  `;
}

/** Opens windows side by side. */
export async function openWindows(
  { sql, organizationId }: Tenant,
  connectionId: string,
  windows: readonly NewWindow[],
): Promise<SyncWindow[]> {
  if (windows.length === 0) return [];
  const opened = await sql<WindowRow[]>`
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
    returning ${windowColumns(sql)}
  `;
  return opened.map(windowOf);
}

/** Remembers where feeds begin. @returns what their rows now say */
export async function noteStarts(
  { sql }: Tenant,
  connectionId: string,
  starts: readonly { readonly feed: Feed; readonly startsAt: Instant }[],
): Promise<{ feed: Feed; startsAt: Instant | null }[]> {
  const noted = await sql<{ feed: string; startsAt: Instant | null }[]>`
    update sync_feeds f
    set starts_at = s.starts_at
    from unnest(
      ${starts.map(({ feed }) => feedName(feed))}::text[],
      ${starts.map(({ startsAt }) => startsAt)}::timestamptz[]
    ) as s (feed, starts_at)
    where f.connection_id = ${connectionId} and f.feed = s.feed
    returning f.feed, f.starts_at
  `;
  return noted.map(({ feed, startsAt }) => ({ feed: parseFeedName(feed), startsAt }));
}
