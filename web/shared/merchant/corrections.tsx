import { skipToken, useQuery } from '@tanstack/react-query';
import { merchantPath } from '../api/addresses.js';
import type { MerchantCorrection, Page } from '../api/types.js';
import { useLiveOptions } from '../page/live-updates.js';
import { usePageSession } from '../page/session-context.js';
import { useNow } from '../page/use-now.js';
import { Badge } from '../ui/badge.js';
import { isNewlyCorrected } from './correction-text.js';
import { messages } from './messages.en.js';

/** Beside a figure that was corrected lately: what was told of it before may have been otherwise. */
export function CorrectedTag({ corrections }: { corrections: readonly MerchantCorrection[] }) {
  const nowMs = useNow();
  return isNewlyCorrected(corrections, nowMs) && <Badge tone="caution">{messages.corrections.tag}</Badge>;
}

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
