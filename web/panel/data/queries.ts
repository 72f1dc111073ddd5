import { skipToken, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { merchantPath, pathOf } from '../../shared/api/addresses.js';
import { byCursor, pageWithItems } from '../../shared/api/pages.js';
import { Problem } from '../../shared/api/problem.js';
import type {
  Merchant,
  MerchantHistoryLine,
  MerchantInFull,
  MerchantMrrDefinitions,
  Page,
} from '../../shared/api/types.js';
import { useLiveOptions } from '../../shared/page/live-updates.js';
import { usePageSession } from '../../shared/page/session-context.js';

const REFRESH_MS = 30_000;

/** While Shopify is asked, which takes a second or so: each look is a statement, and most are answered by 304. */
const WHILE_REFRESHING_MS = 300;
/** Whoever looks again after so long was away. */
const AWAY_MS = 2 * REFRESH_MS;

/**
 * One merchant. What was asked for the merchant before is cancelled. Opening one, or coming back to it, has Shopify asked
 * for it; what was opened is then looked at until that has ended, also while updates are paused.
 */
export function useMerchant(shop: string | null) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  const last = useRef({ shop: '', atMs: 0 });
  const merchant = useQuery({
    queryKey: ['merchant', shop],
    queryFn:
      shop === null
        ? skipToken
        : ({ signal }) => {
            const nowMs = performance.now();
            const isOpening = last.current.shop !== shop || nowMs - last.current.atMs > AWAY_MS;
            last.current = { shop, atMs: nowMs };
            return api.get<MerchantInFull>(merchantPath(shop, null, { fresh: isOpening ? 'true' : null }), signal);
          },
    refetchInterval: ({ state }) => (isRefreshing(state) ? WHILE_REFRESHING_MS : every(REFRESH_MS)),
    ...live,
  });
  useLookAfter(isRefreshing(merchant));
  return merchant;
}

function isRefreshing({ data, error }: { data: MerchantInFull | undefined; error: unknown }): boolean {
  return error === null ? data?.refreshing === true : error instanceof Problem && error.refreshing;
}

/** Once a refresh has ended, what else is shown of the merchant is looked at again. */
function useLookAfter(isRefreshing: boolean): void {
  const queries = useQueryClient();
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !isRefreshing) {
      const isOfMerchant = ([kind, , part]: readonly unknown[]) =>
        kind === 'corrections' || (kind === 'merchant' && part !== undefined);
      void queries.invalidateQueries({ predicate: ({ queryKey }) => isOfMerchant(queryKey) });
    }
    was.current = isRefreshing;
  }, [isRefreshing, queries]);
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

/** MRR by other definitions. @param isWanted asked for once it is */
export function useMrrDefinitions(shop: string, isWanted: boolean) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useQuery({
    queryKey: ['merchant', shop, 'mrr-definitions'],
    queryFn: ({ signal }) => api.get<MerchantMrrDefinitions>(merchantPath(shop, 'mrr-definitions'), signal),
    enabled: isWanted,
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
