import { isBusy, isPaused } from '../../shared/api/polling.js';
import type { Connection } from '../../shared/api/types.js';

/** What the page calls the state of one connection; `status` and `phase` are the facts that it is made of. */
export type ConnectionState =
  'connecting' | 'syncing' | 'connected' | 'paused' | 'needs_attention' | 'error' | 'disconnecting' | 'disconnected';

/** Of the whole page, also when there is no connection at all. */
export type PageState = ConnectionState | 'not_connected';

export function stateOf(connection: Connection): ConnectionState {
  const { status, progress } = connection;
  switch (status) {
    case 'error':
    case 'disconnecting':
    case 'disconnected':
      return status;
    case 'connected':
      if (isPaused(connection)) return 'paused';
      if (needsAttention(connection)) return 'needs_attention';
      if (progress.startedAt === null) return 'connecting';
      return isBusy(connection) ? 'syncing' : 'connected';
  }
}

/** Has an organization that is connected, well or not: not one that is gone or going. */
export function isConnected({ status }: Connection): boolean {
  return status === 'connected' || status === 'error';
}

/** Shopify's own outages are waited for without a word until they last: then the service warns that syncs are delayed. */
function needsAttention(connection: Connection): boolean {
  const { error, warnings } = connection;
  if (warnings.some(({ code }) => code === 'stale' || code === 'delayed')) return true;
  return error !== null && error.code !== 'shopify_unavailable' && !isRefusingEverybody(connection);
}

/** That this one is refused, too, is nothing that its owner could mend. */
export function isRefusingEverybody({ warnings }: Connection): boolean {
  return warnings.some(({ code }) => code === 'refusing_everybody');
}

const WORST_FIRST: readonly ConnectionState[] = [
  'error',
  'needs_attention',
  'paused',
  'disconnecting',
  'connecting',
  'syncing',
  'connected',
  'disconnected',
];

/** One word for all: the one that asks most of the reader. */
export function pageState(states: readonly ConnectionState[]): PageState {
  return WORST_FIRST.find((state) => states.includes(state)) ?? 'not_connected';
}
