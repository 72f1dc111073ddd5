import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Revenue } from '../shared/api/types.js';
import { useLiveOptions } from '../shared/ui/live-updates.js';
import { usePageSession } from '../shared/ui/session-context.js';
import { revenuePath } from './api-paths.js';
import type { Asked } from './period/asked.js';
import { SYNCED_DATA_KEY, SYNCED_DATA_INTERVAL_MS } from './synced-data.js';

/** The figures and series that are asked for. What was shown before stays until the next is there. */
export function useRevenue(asked: Asked) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  const path = revenuePath(asked);
  return useQuery({
    queryKey: [...SYNCED_DATA_KEY, path],
    queryFn: ({ signal }) => api.get<Revenue>(path, signal),
    placeholderData: keepPreviousData,
    refetchInterval: every(SYNCED_DATA_INTERVAL_MS),
    ...live,
  });
}
