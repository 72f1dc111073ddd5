import { isPaused } from './api/polling.js';
import type { Connection, Merchant } from './api/types.js';

/** When the last organization was disconnected, and by whom. */
export interface Disconnection {
  readonly at: string;
  readonly by: string;
}

/** How far what is shown of merchants can be trusted, for the reader who sees it beside a conversation. */
export type Freshness =
  | { readonly state: 'not_connected'; readonly disconnected?: Disconnection | undefined }
  /** Rows of the past are still on their way: what is shown may lack some. */
  | { readonly state: 'first_sync'; readonly completeBackTo: string | null }
  /** Nothing new has come for too long, or syncing has stopped. */
  | { readonly state: 'stale'; readonly lastSyncedAt: string | null; readonly disconnected?: Disconnection | undefined }
  /** By Convot's operators: nothing new comes, and nothing is wrong. */
  | { readonly state: 'paused'; readonly lastSyncedAt: string | null }
  | { readonly state: 'fresh'; readonly lastSyncedAt: string | null };

/** Of the connection that is worst off. */
export function freshnessOf(connections: readonly Connection[]): Freshness {
  const alive = connections.filter(({ status }) => status === 'connected' || status === 'error');
  if (alive.length === 0) {
    // What was synced before a disconnect stays readable, as it was then.
    const last = latest(connections.map(({ lastSyncedAt }) => lastSyncedAt));
    const disconnected = lastDisconnection(connections);
    return last === null
      ? { state: 'not_connected', disconnected }
      : { state: 'stale', lastSyncedAt: last, disconnected };
  }
  const stale = alive.filter(isStale);
  if (stale.length > 0) {
    const lastSyncedAt = earliest(stale.map((connection) => connection.lastSyncedAt));
    return { state: 'stale', lastSyncedAt };
  }
  const paused = alive.filter(isPaused);
  if (paused.length > 0) return { state: 'paused', lastSyncedAt: earliest(paused.map((one) => one.lastSyncedAt)) };
  const syncing = alive.find(({ progress }) => !progress.backfilled);
  if (syncing !== undefined) return { state: 'first_sync', completeBackTo: syncing.progress.completeBackTo };
  return { state: 'fresh', lastSyncedAt: earliest(alive.map(({ lastSyncedAt }) => lastSyncedAt)) };
}

/** Those whose rows a merchant is made of; of one that names none, all. */
export function connectionsOf({ apps }: Pick<Merchant, 'apps'>, connections: readonly Connection[]) {
  const organizations = new Set(apps.map(({ partnerOrganizationId }) => partnerOrganizationId));
  const own = connections.filter(({ partnerOrganizationId }) => organizations.has(partnerOrganizationId));
  return own.length === 0 ? connections : own;
}

/** What does not come any more beside what does. Of all that is disconnected freshness tells. */
export function disconnectedBeside(connections: readonly Connection[]): readonly Connection[] {
  const gone = connections.filter(({ status }) => status === 'disconnected' || status === 'disconnecting');
  return gone.length === connections.length ? [] : gone;
}

/** How far the first syncs are: one goes on, or none does and one stopped before it was whole, or all are whole. */
export type FirstSync = 'running' | 'stopped' | 'whole';

export function firstSyncOf(connections: readonly Connection[]): FirstSync {
  const unfinished = connections.filter(({ progress }) => !progress.backfilled);
  const isRunning = (connection: Connection) =>
    connection.status === 'connected' && !isStale(connection) && !isPaused(connection);
  if (unfinished.some(isRunning)) return 'running';
  // A half that nobody goes on with matters where there is nothing else; so the api counts, too.
  const isCounted = ({ status }: Connection) => status !== 'disconnected' || unfinished.length === connections.length;
  return unfinished.some(isCounted) ? 'stopped' : 'whole';
}

function isStale({ status, warnings }: Connection): boolean {
  return status === 'error' || warnings.some(({ code }) => code === 'stale' || code === 'delayed');
}

/** Where nobody noted it, undefined. */
function lastDisconnection(connections: readonly Connection[]): Disconnection | undefined {
  const last = connections.toSorted((a, b) => (a.disconnectedAt ?? '').localeCompare(b.disconnectedAt ?? '')).at(-1);
  const { disconnectedAt = null, disconnectedBy = null } = last ?? {};
  return disconnectedAt === null || disconnectedBy === null ? undefined : { at: disconnectedAt, by: disconnectedBy };
}

/** Null, never synced, is the earliest of all. */
function earliest(instants: readonly (string | null)[]): string | null {
  return instants.includes(null) ? null : (instants.toSorted().at(0) ?? null);
}

function latest(instants: readonly (string | null)[]): string | null {
  return (
    instants
      .filter((instant) => instant !== null)
      .toSorted()
      .at(-1) ?? null
  );
}
