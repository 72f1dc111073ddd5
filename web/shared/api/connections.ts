import { useQuery } from '@tanstack/react-query';
import { useLiveOptions } from '../page/live-updates.js';
import { usePageSession } from '../page/session-context.js';
import { isBusy, pollInterval } from './polling.js';
import type { Connection, Page } from './types.js';

/** The key of every query on connections: what a command has changed is asked for again by it. */
export const CONNECTIONS_KEY = ['connections'] as const;

/**
 * The organization's connections; asked for again every 2 s while one is at work, else every 30 s.
 * @param isAtWork where more is known than they say, such as that the user has just asked for a sync
 */
export function useConnections(isAtWork = (connections: readonly Connection[]) => connections.some(isBusy)) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useQuery({
    queryKey: CONNECTIONS_KEY,
    queryFn: ({ signal }) => api.get<Page<Connection>>('/v1/connections?limit=100', signal),
    refetchInterval: ({ state }) => every(pollInterval(state.data !== undefined && isAtWork(state.data.items))),
    ...live,
  });
}
