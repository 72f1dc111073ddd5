import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { MovementList, RevenueMerchantList } from '../../shared/api/types.js';
import { useLiveOptions } from '../../shared/ui/live-updates.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { listPath } from '../api-paths.js';
import { SYNCED_DATA_KEY, SYNCED_DATA_INTERVAL_MS } from '../synced-data.js';
import type { ListBehind } from './list-behind.js';

interface Lists {
  readonly movements: MovementList;
  readonly standing: RevenueMerchantList;
}

export type ListOf<Kind extends keyof Lists> = Extract<ListBehind, { kind: Kind }>;

/** What a list is narrowed to. */
export interface ListScope {
  readonly app: string | null;
  readonly currency: string;
}

/** The merchants behind a figure or a movement, page after page. */
export function useList<Kind extends keyof Lists>(list: ListOf<Kind>, { app, currency }: ListScope) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useInfiniteQuery({
    queryKey: [...SYNCED_DATA_KEY, listPath(list, app, currency, null)],
    queryFn: ({ pageParam, signal }) => api.get<Lists[Kind]>(listPath(list, app, currency, pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: every(SYNCED_DATA_INTERVAL_MS),
    ...live,
  });
}
