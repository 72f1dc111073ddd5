import { useQuery } from '@tanstack/react-query';
import { useLiveOptions } from '../ui/live-updates.js';
import { usePageSession } from '../ui/session-context.js';
import type { Connection, Page } from './types.js';

const BUSY_INTERVAL_MS = 2_000;
const IDLE_INTERVAL_MS = 30_000;

/** The key of every query on connections: what a command has changed is asked for again by it. */
export const CONNECTIONS_KEY = ['connections'] as const;

/** The organization's connections; asked for again every 2 s while one is at work, else every 30 s. */
export function useConnections() {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useQuery({
    queryKey: CONNECTIONS_KEY,
    queryFn: ({ signal }) => api.get<Page<Connection>>('/v1/connections?limit=100', signal),
    refetchInterval: ({ state }) =>
      every(state.data?.items.some(isBusy) === true ? BUSY_INTERVAL_MS : IDLE_INTERVAL_MS),
    ...live,
  });
}

/** True while its state is about to change by itself. */
export function isBusy({ status, phase, progress }: Connection): boolean {
  if (status === 'disconnecting') return true;
  // Between two stretches of a first sync nothing is at work for a moment.
  return status === 'connected' && (phase !== 'idle' || !progress.backfilled);
}
