import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLiveOptions } from '../../shared/ui/live-updates.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { SYNCED_DATA_KEY, SYNCED_DATA_INTERVAL_MS } from '../synced-data.js';

/** Figures or a table of the api as a whole. What was shown before stays until the next is there. */
export function useReport<Report>(path: string) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useQuery({
    queryKey: [...SYNCED_DATA_KEY, path],
    queryFn: ({ signal }) => api.get<Report>(path, signal),
    placeholderData: keepPreviousData,
    refetchInterval: every(SYNCED_DATA_INTERVAL_MS),
    ...live,
  });
}
