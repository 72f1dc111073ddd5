import { skipToken, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { merchantPath } from '../../shared/api/merchant-path.js';
import type {
  MerchantCharge,
  MerchantCorrection,
  MerchantHistoryLine,
  MerchantInFull,
  Page,
} from '../../shared/api/types.js';
import { useLiveOptions } from '../../shared/ui/live-updates.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { SYNCED_DATA_KEY, SYNCED_DATA_INTERVAL_MS } from '../synced-data.js';

interface Parts {
  readonly history: MerchantHistoryLine;
  readonly charges: MerchantCharge;
  readonly corrections: MerchantCorrection;
}

export type MerchantQuery = ReturnType<typeof useMerchant>;

/**
 * @param key a domain or a shop's number; null asks for nobody
 * @param asOf the past day at whose end it is asked for; null: now
 */
export function useMerchant(key: string | null, asOf: string | null) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useQuery({
    queryKey: [...SYNCED_DATA_KEY, 'merchant', key, asOf],
    queryFn:
      key === null
        ? skipToken
        : ({ signal }) => api.get<MerchantInFull>(merchantPath(key, null, asOf === null ? {} : { asOf }), signal),
    refetchInterval: every(SYNCED_DATA_INTERVAL_MS),
    ...live,
  });
}

/** What is known of a merchant, page after page. */
export function useMerchantPart<Part extends keyof Parts>(key: string, part: Part) {
  const { api } = usePageSession();
  const { refetchOnWindowFocus, refetchOnReconnect } = useLiveOptions();
  return useInfiniteQuery({
    queryKey: [...SYNCED_DATA_KEY, merchantPath(key, part)],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Parts[Part]>>(merchantPath(key, part, { limit: '50', ...pageParam }), signal),
    initialPageParam: {},
    getNextPageParam: ({ nextCursor }) => (nextCursor === null ? null : { cursor: nextCursor }),
    refetchOnWindowFocus,
    refetchOnReconnect,
  });
}
