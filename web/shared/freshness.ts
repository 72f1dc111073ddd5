import type { Connection } from './api/types.js';

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
  | { readonly state: 'fresh'; readonly lastSyncedAt: string | null };

/** Of the connection that is worst off: merchants do not say whose rows they are made of. */
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
  const syncing = alive.find(({ progress }) => !progress.backfilled);
  if (syncing !== undefined) return { state: 'first_sync', completeBackTo: syncing.progress.completeBackTo };
  return { state: 'fresh', lastSyncedAt: earliest(alive.map(({ lastSyncedAt }) => lastSyncedAt)) };
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
