import type { Connection } from './types.js';

const BUSY_INTERVAL_MS = 2_000;
const IDLE_INTERVAL_MS = 30_000;

/** How soon what is at work, or rests, is asked for again. */
export const pollInterval = (isAtWork: boolean): number => (isAtWork ? BUSY_INTERVAL_MS : IDLE_INTERVAL_MS);

/** By Convot's operators: nothing comes until they resume it. */
export function isPaused({ phase }: Connection): boolean {
  return phase === 'paused';
}

/** True while its state is about to change by itself. */
export function isBusy(connection: Connection): boolean {
  const { status, phase, progress } = connection;
  if (status === 'disconnecting') return true;
  if (isPaused(connection)) return false;
  // Between two steps of the first sync it rests for a moment.
  return status === 'connected' && (phase !== 'idle' || !progress.backfilled);
}
