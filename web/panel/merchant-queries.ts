import { skipToken, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { MerchantHistoryLine, MerchantInFull, Page } from '../shared/api/types.js';
import { useLiveOptions } from '../shared/ui/live-updates.js';
import { usePageSession } from '../shared/ui/session-context.js';

const REFRESH_MS = 30_000;

const pathOf = (shop: string) => `/v1/merchants/${encodeURIComponent(shop)}`;

/** One merchant. What was asked for the merchant before is cancelled. */
export function useMerchant(shop: string | null) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useQuery({
    queryKey: ['merchant', shop],
    queryFn: shop === null ? skipToken : ({ signal }) => api.get<MerchantInFull>(pathOf(shop), signal),
    refetchInterval: every(REFRESH_MS),
    ...live,
  });
}

/** How many lines of the history are seen at once. */
const NEWS = 3;

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
            api.get<Page<MerchantHistoryLine>>(`${pathOf(shop)}/history?only=lifecycle&limit=${NEWS}`, signal),
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
    queryFn: ({ pageParam, signal }) => {
      const after = pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`;
      return api.get<Page<MerchantHistoryLine>>(`${pathOf(shop)}/history?limit=50${after}`, signal);
    },
    enabled: isWanted,
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: every(REFRESH_MS),
    ...live,
  });
}
