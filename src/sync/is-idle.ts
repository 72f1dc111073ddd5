import type { EndedRun } from './store/sync-runs.js';

/**
 * Whether a sync looked and found nothing new, as most do: a cycle, or the last 30 days again. Pure.
 * @param hasNews something was derived from what it stored that was not so before: by a row that changed, or went
 */
export function isIdle({ kind, outcome, newRows }: EndedRun, hasNews: boolean): boolean {
  return outcome === 'ok' && (kind === 'head' || kind === 'sweep') && newRows === 0 && !hasNews;
}
