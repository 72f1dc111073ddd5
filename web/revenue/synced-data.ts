import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Connection } from '../shared/api/types.js';

/** The key of every query on what syncs have brought. */
export const SYNCED_DATA_KEY = ['synced'] as const;
/** Figures end yesterday: a minute is soon enough for what comes late. */
export const SYNCED_DATA_INTERVAL_MS = 60_000;

/**
 * Asks again at once when a first sync has become whole or an account was connected: nobody should look at partial
 * figures for longer than they are.
 * @param connections undefined as long as they are not known
 */
export function useNewsOfSyncs(connections: readonly Connection[] | undefined): void {
  const queries = useQueryClient();
  const before = useRef<string>(undefined);
  const state = connections?.map(({ id, progress }) => `${id} ${String(progress.backfilled)}`).join();
  useEffect(() => {
    const isNews = before.current !== undefined && before.current !== state;
    before.current = state;
    if (isNews) void queries.invalidateQueries({ queryKey: SYNCED_DATA_KEY });
  }, [queries, state]);
}
