import { skipToken, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Merchant, MerchantEvent, Page } from '../shared/api/types.js';
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
    queryFn: shop === null ? skipToken : ({ signal }) => api.get<Merchant>(pathOf(shop), signal),
    refetchInterval: every(REFRESH_MS),
    ...live,
  });
}

/** Its history, newest first, by pages. Asked for together with the merchant. */
export function useHistory(shop: string | null) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useInfiniteQuery({
    queryKey: ['merchant', shop, 'events'],
    queryFn:
      shop === null
        ? skipToken
        : ({ pageParam, signal }) => {
            const after = pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`;
            return api.get<Page<MerchantEvent>>(`${pathOf(shop)}/events?limit=50${after}`, signal);
          },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: every(REFRESH_MS),
    ...live,
  });
}
