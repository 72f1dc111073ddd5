import { skipToken, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { merchantPath, pathOf } from '../../shared/api/addresses.js';
import { byCursor, pageWithItems } from '../../shared/api/pages.js';
import type { Merchant, MerchantHistoryLine, MerchantInFull, Page } from '../../shared/api/types.js';
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
const LATEST = '3';

/** The latest of how it came, changed and left. Asked for together with the merchant. */
export function useLatestEvents(shop: string | null) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useQuery({
    queryKey: ['merchant', shop, 'latest'],
    queryFn:
      shop === null
        ? skipToken
        : ({ signal }) =>
            api.get<Page<MerchantHistoryLine>>(
              merchantPath(shop, 'history', { only: 'lifecycle', limit: LATEST }),
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
      api.get<Page<MerchantHistoryLine>>(merchantPath(shop, 'history', { limit: '50', cursor: pageParam }), signal),
    enabled: isWanted,
    ...byCursor,
    refetchInterval: every(REFRESH_MS),
    ...live,
  });
}

/** The merchants that match a term, by pages. */
export function useMatches(term: string) {
  const { api } = usePageSession();
  return useInfiniteQuery({
    queryKey: ['merchants', term],
    queryFn: ({ pageParam, signal }) =>
      pageWithItems(
        (cursor) => api.get<Page<Merchant>>(pathOf('/v1/merchants', { search: term, limit: '10', cursor }), signal),
        pageParam,
      ),
    ...byCursor,
  });
}
