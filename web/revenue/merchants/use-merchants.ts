import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { ApiClient } from '../../shared/api/client.js';
import type { Merchant, Page } from '../../shared/api/types.js';
import { useLiveOptions } from '../../shared/ui/live-updates.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { merchantsPath, type MerchantView } from '../api-paths.js';
import { SYNCED_DATA_KEY, SYNCED_DATA_INTERVAL_MS } from '../synced-data.js';

const LIMIT = 25;

/**
 * The list that the view asks for, page after page. A request whose list nobody waits for any more is ended.
 * @param enabled false as long as it is not known what to ask for
 */
export function useMerchants(view: MerchantView, enabled: boolean) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useInfiniteQuery({
    queryKey: [...SYNCED_DATA_KEY, merchantsPath(view, { limit: LIMIT, cursor: null })],
    queryFn: ({ pageParam, signal }) => readPage(api, view, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval: every(SYNCED_DATA_INTERVAL_MS),
    ...live,
  });
}

/** A search may answer with an empty page before its end: it is gone on with until there is something to show. */
async function readPage(api: ApiClient, view: MerchantView, start: string | null, signal: AbortSignal) {
  let cursor = start;
  for (;;) {
    const page = await api.get<Page<Merchant>>(merchantsPath(view, { limit: LIMIT, cursor }), signal);
    if (page.items.length > 0 || page.nextCursor === null) return page;
    cursor = page.nextCursor;
  }
}
