import { skipToken, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ApiClient } from '../../shared/api/client.js';
import { merchantPath } from '../../shared/api/addresses.js';
import type { MerchantHistoryLine, MerchantInFull, Page, Merchant } from '../../shared/api/types.js';
import { useLiveOptions } from '../../shared/page/live-updates.js';
import { usePageSession } from '../../shared/page/session-context.js';

const REFRESH_MS = 30_000;

/** One merchant. What was asked for the merchant before is cancelled. */
export function useMerchant(shop: string | null) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useQuery({
    queryKey: ['merchant', shop],
    queryFn: shop === null ? skipToken : ({ signal }) => api.get<MerchantInFull>(merchantPath(shop), signal),
    refetchInterval: every(REFRESH_MS),
    ...live,
  });
}

/** How many lines of the history are seen at once. */
const NEWS = '3';

/** The latest of how it came, changed and left. Asked for together with the merchant. */
export function useNews(shop: string | null) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useQuery({
    queryKey: ['merchant', shop, 'news'],
    queryFn:
      shop === null
        ? skipToken
        : ({ signal }) =>
            api.get<Page<MerchantHistoryLine>>(
              merchantPath(shop, 'history', { only: 'lifecycle', limit: NEWS }),
              signal,
            ),
    refetchInterval: every(REFRESH_MS),
    ...live,
  });
}

/** All of it, newest first, by pages. @param isWanted asked for once it is */
export function useHistory(shop: string, isWanted: boolean) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useInfiniteQuery({
    queryKey: ['merchant', shop, 'history'],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<MerchantHistoryLine>>(merchantPath(shop, 'history', { limit: '50', ...pageParam }), signal),
    enabled: isWanted,
    initialPageParam: {},
    getNextPageParam: ({ nextCursor }) => (nextCursor === null ? null : { cursor: nextCursor }),
    refetchInterval: every(REFRESH_MS),
    ...live,
  });
}

export interface Search {
  readonly term: string;
  readonly cursor: string | null;
}

/** One page of matches. The api may answer with an empty page before the end; those are passed over. */
export async function findMerchants(
  api: ApiClient,
  { term, cursor }: Search,
  signal: AbortSignal,
): Promise<Page<Merchant>> {
  let next = cursor;
  for (;;) {
    const query = new URLSearchParams({ search: term, limit: '10', ...(next === null ? {} : { cursor: next }) });
    const page = await api.get<Page<Merchant>>(`/v1/merchants?${query.toString()}`, signal);
    if (page.items.length > 0 || page.nextCursor === null) return page;
    next = page.nextCursor;
  }
}
