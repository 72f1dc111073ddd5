import type { Connection } from './types.js';

const BUSY_INTERVAL_MS = 2_000;
const IDLE_INTERVAL_MS = 30_000;

/** How soon what is at work, or rests, is asked for again. */
export const pollInterval = (isAtWork: boolean): number => (isAtWork ? BUSY_INTERVAL_MS : IDLE_INTERVAL_MS);

/** True while its state is about to change by itself. */
export function isBusy({ status, phase, progress }: Connection): boolean {
  if (status === 'disconnecting') return true;
  // Between two steps of the first sync it rests for a moment.
  return status === 'connected' && (phase !== 'idle' || !progress.backfilled);
}
