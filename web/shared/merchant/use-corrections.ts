import { skipToken, useQuery } from '@tanstack/react-query';
import { merchantPath } from '../api/merchant-path.js';
import type { MerchantCorrection, Page } from '../api/types.js';
import { useLiveOptions } from '../ui/live-updates.js';
import { usePageSession } from '../ui/session-context.js';

/** As often as the figures that they stand beside. */
const INTERVAL_MS = 30_000;
const NONE: readonly MerchantCorrection[] = [];

/** The newest corrections of a merchant, to stand beside the figures; none while they are not known. */
export function useCorrections(key: string | null): readonly MerchantCorrection[] {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  const { data } = useQuery({
    queryKey: ['corrections', key],
    queryFn:
      key === null
        ? skipToken
        : ({ signal }) => api.get<Page<MerchantCorrection>>(merchantPath(key, 'corrections', { limit: '100' }), signal),
    refetchInterval: every(INTERVAL_MS),
    ...live,
  });
  return data?.items ?? NONE;
}
