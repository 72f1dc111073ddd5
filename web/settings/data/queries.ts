import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { pathOf } from '../../shared/api/addresses.js';
import type { ApiClient } from '../../shared/api/client.js';
import { CONNECTIONS_KEY } from '../../shared/api/connections.js';
import { allItems, byCursor } from '../../shared/api/pages.js';
import { isBusy, pollInterval } from '../../shared/api/polling.js';
import type { App, AuditEntry, Connection, Page, Run, RunHour } from '../../shared/api/types.js';
import { useLiveOptions } from '../../shared/page/live-updates.js';
import { usePageSession } from '../../shared/page/session-context.js';

const SHOWN_RUNS = 5;

/** All of a connection's apps: there are few enough to be filtered here. */
export function useApps(connection: Connection) {
  return useDetails<readonly App[]>(connection, 'apps', (api, path, signal) =>
    allItems((cursor) => api.get<Page<App>>(pathOf(`${path}/apps`, { limit: '100', cursor }), signal)),
  );
}

/** Its last syncs, newest first. */
export function useRuns(connection: Connection) {
  return useDetails<readonly Run[]>(connection, 'runs', async (api, path, signal) => {
    const { items } = await api.get<Page<Run>>(`${path}/runs?limit=${SHOWN_RUNS}`, signal);
    return items;
  });
}

/** What its syncs of the last 24 hours came to. */
export function useRunHours(connection: Connection) {
  return useDetails<readonly RunHour[]>(connection, 'hours', async (api, path, signal) => {
    const { items } = await api.get<{ items: readonly RunHour[] }>(`${path}/runs/by-hour`, signal);
    return items;
  });
}

const SHOWN_LINES = '10';

/** Who did what: asked for again whenever a connection has changed. Owners only: to ask as anybody else is a line in it. */
export function useAudit(connections: readonly Connection[], actions: readonly string[]) {
  const { api } = usePageSession();
  const { refetchOnWindowFocus, refetchOnReconnect } = useLiveOptions();
  const changes = connections.map(({ id, status, connectedAt, apps }) => [id, status, connectedAt, apps]);
  return useInfiniteQuery({
    queryKey: [...CONNECTIONS_KEY, 'audit', changes],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<AuditEntry>>(
        pathOf('/v1/audit', { action: actions.join(','), limit: SHOWN_LINES, cursor: pageParam }),
        signal,
      ),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus,
    refetchOnReconnect,
  });
}

/** What belongs to a connection is asked for whenever that has moved on, and as often as it is while it is at work. */
function useDetails<Data>(
  connection: Connection,
  name: string,
  read: (api: ApiClient, path: string, signal: AbortSignal) => Promise<Data>,
) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  const { id, status, phase, lastSyncedAt, consecutiveFailures, apps } = connection;
  return useQuery({
    queryKey: [...CONNECTIONS_KEY, id, name, { status, phase, lastSyncedAt, consecutiveFailures, apps }],
    queryFn: ({ signal }) => read(api, `/v1/connections/${id}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: every(pollInterval(isBusy(connection))),
    ...live,
  });
}
