import { useQueries } from '@tanstack/react-query';
import type { App, Connection, Page } from '../shared/api/types.js';
import { useLiveOptions } from '../shared/ui/live-updates.js';
import { usePageSession } from '../shared/ui/session-context.js';
import { isolated } from '../shared/format/outside.js';
import { messages } from './messages.en.js';
import { appNumberOf } from '../shared/app-number.js';

export interface NamedApp {
  readonly number: string;
  readonly name: string;
}

/** Apps rarely come or go. */
const APPS_STALE_MS = 60_000;

/** The apps of all connections, by name. Those that were taken away are not among them, as in every figure. */
export function useApps(connections: readonly Connection[]): NamedApp[] {
  const { api } = usePageSession();
  const { refetchOnWindowFocus, refetchOnReconnect } = useLiveOptions();
  return useQueries({
    queries: connections.map(({ id, apps }) => ({
      // Their number is part of the key: one that was just discovered is there at once.
      queryKey: ['apps', id, apps],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get<Page<App>>(`/v1/connections/${id}/apps?limit=100`, signal),
      staleTime: APPS_STALE_MS,
      refetchOnWindowFocus,
      refetchOnReconnect,
    })),
    combine: (answers) => namedApps(answers.flatMap(({ data }) => data?.items ?? [])),
  });
}

function namedApps(apps: readonly App[]): NamedApp[] {
  const names = new Map(apps.map(({ appId, name }) => [appNumberOf(appId), name]));
  return [...names]
    .map(([number, name]) => ({ number, name: isolated(name ?? messages.appWithoutName(number)) }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}
