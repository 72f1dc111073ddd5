import {
  keepPreviousData,
  skipToken,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { appNumberOf, merchantPath } from '../../shared/api/addresses.js';
import { useConnections } from '../../shared/api/connections.js';
import { byCursor, pageWithItems } from '../../shared/api/pages.js';
import type {
  App,
  Connection,
  Merchant,
  MerchantCharge,
  MerchantCorrection,
  MerchantHistoryLine,
  MerchantInFull,
  MovementList,
  Page,
  Revenue,
  RevenueMerchantList,
  Segment,
  SegmentDraft,
} from '../../shared/api/types.js';
import { isolated } from '../../shared/format/text.js';
import { type FirstSync, firstSyncOf } from '../../shared/freshness.js';
import { useLiveOptions } from '../../shared/page/live-updates.js';
import { usePageSession } from '../../shared/page/session-context.js';
import type { ListBehind } from '../behind/list-behind.js';
import { messages } from '../messages.en.js';
import { listPath, merchantsPath, type MerchantView } from './api-paths.js';

/** The key of every query on what syncs have brought. */
const SYNCED_DATA_KEY = ['synced'] as const;
/** Figures end yesterday: a minute is soon enough for what comes late. */
const SYNCED_DATA_INTERVAL_MS = 60_000;

/**
 * Asks again at once when a first sync has become whole or an account was connected: nobody should look at partial
 * figures for longer than they are.
 * @param connections undefined as long as they are not known
 */
export function useRefetchAfterFirstSync(connections: readonly Connection[] | undefined): void {
  const queries = useQueryClient();
  const before = useRef<string>(undefined);
  const state = connections?.map(({ id, progress }) => `${id} ${String(progress.backfilled)}`).join();
  useEffect(() => {
    const isNews = before.current !== undefined && before.current !== state;
    before.current = state;
    if (isNews) void queries.invalidateQueries({ queryKey: SYNCED_DATA_KEY });
  }, [queries, state]);
}

/**
 * Figures or a table of the api as a whole. What was shown before stays until the next is there.
 * @param intervalMs after which it is asked for again
 */
export function useReport<Report>(path: string, intervalMs = SYNCED_DATA_INTERVAL_MS) {
  const { api } = usePageSession();
  const { every, ...live } = useLiveOptions();
  return useQuery({
    queryKey: [...SYNCED_DATA_KEY, path],
    queryFn: ({ signal }) => api.get<Report>(path, signal),
    placeholderData: keepPreviousData,
    refetchInterval: every(intervalMs),
    ...live,
  });
}

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
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: every(SYNCED_DATA_INTERVAL_MS),
    ...live,
  });
}

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
    queryFn: ({ pageParam, signal }) =>
      pageWithItems(
        (cursor) => api.get<Page<Merchant>>(merchantsPath(view, { limit: LIMIT, cursor }), signal),
        pageParam,
      ),
    ...byCursor,
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval: every(SYNCED_DATA_INTERVAL_MS),
    ...live,
  });
}

const SEGMENTS = '/v1/segments';

/** The segments of the organization, by name. */
export function useSegments(): readonly Segment[] {
  return useReport<Page<Segment>>(SEGMENTS).data?.items ?? [];
}

/** Saves one; the list of them has it when it is done. */
export function useSaveSegment() {
  const { api } = usePageSession();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (draft: SegmentDraft) => api.send<Segment>('POST', SEGMENTS, draft, crypto.randomUUID()),
    onSuccess: () => queries.invalidateQueries({ queryKey: [...SYNCED_DATA_KEY, SEGMENTS] }),
  });
}

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
      key === null ? skipToken : ({ signal }) => api.get<MerchantInFull>(merchantPath(key, null, { asOf }), signal),
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
      api.get<Page<Parts[Part]>>(merchantPath(key, part, { limit: '50', cursor: pageParam }), signal),
    ...byCursor,
    refetchOnWindowFocus,
    refetchOnReconnect,
  });
}

export interface NamedApp {
  readonly number: string;
  readonly name: string;
}

/** Apps rarely come or go. */
const APPS_STALE_MS = 60_000;

/** The apps of all connections, by name. Those that were taken away are not among them, as in every figure. */
export function useApps(connections: readonly Connection[]): NamedApp[] {
  const { api } = usePageSession();
  const { refetchOnWindowFocus, refetchOnReconnect } = useLiveOptions();
  return useQueries({
    queries: connections.map(({ id, apps }) => ({
      // Their number is part of the key: one that was just discovered is there at once.
      queryKey: ['apps', id, apps],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get<Page<App>>(`/v1/connections/${id}/apps?limit=100`, signal),
      staleTime: APPS_STALE_MS,
      refetchOnWindowFocus,
      refetchOnReconnect,
    })),
    combine: (answers) => namedApps(answers.flatMap(({ data }) => data?.items ?? [])),
  });
}

function namedApps(apps: readonly App[]): NamedApp[] {
  const names = new Map(apps.map(({ appId, name }) => [appNumberOf(appId), name]));
  return [...names]
    .map(([number, name]) => ({ number, name: isolated(name ?? messages.appWithoutName(number)) }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/**
 * How far the first sync is with what is shown: of half a past it is said whether the rest still comes.
 * @param history of what is shown; `none` where nobody has the chosen app so far
 */
export function useFirstSync(history: Revenue['history']): FirstSync {
  const { data } = useConnections();
  const firstSync = data === undefined ? 'running' : firstSyncOf(data.items);
  if (history === 'whole') return 'whole';
  // Half of it is there and nobody reads on; or it is read, and what it comes to is calculated.
  return history === 'partial' && firstSync === 'whole' ? 'running' : firstSync;
}
