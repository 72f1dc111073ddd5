import { z } from 'zod';
import type { BenchProcess } from '../run/bench-process.js';
import { quantile, rounded } from '../run/figures.js';

/** One sync, as the worker's log tells it: by the row, which says when it was due, and the database's clock. */
export interface BegunSync {
  readonly connectionId: string;
  readonly beganAtMs: number;
  readonly lateMs: number;
}

const Line = z.object({
  time: z.number(),
  connectionId: z.string(),
  seconds: z.number(),
  secondsLate: z.number(),
});

/** In the order in which they began; those that have ended. @param of whose syncs count */
export function begunSyncs(workers: readonly BenchProcess[], of: ReadonlySet<string>): BegunSync[] {
  const lines = workers.flatMap((worker) => worker.lines.filter((line) => line.includes('"a connection was synced"')));
  return lines
    .flatMap((line) => Line.safeParse(JSON.parse(line)).data ?? [])
    .filter(({ connectionId }) => of.has(connectionId))
    .map(({ connectionId, time, seconds, secondsLate }) => ({
      connectionId,
      beganAtMs: time - seconds * 1_000,
      lateMs: secondsLate * 1_000,
    }))
    .sort((one, other) => one.beganAtMs - other.beganAtMs);
}

export function lateness(syncs: readonly BegunSync[]) {
  const lateMs = syncs.map((sync) => sync.lateMs);
  const seconds = (share: number) => rounded(quantile(lateMs, share) / 1_000, 2);
  return { lateP50: seconds(0.5), lateP99: seconds(0.99), lateWorst: seconds(1) };
}

const BUCKET_MS = 5_000;

/**
 * Seconds from then on until of those that begin within five seconds hardly any is late any more, and stays so.
 * @param mostMs what the 99th of a hundred may be late; null when it did not come to that
 */
export function secondsToRecover(syncs: readonly BegunSync[], fromMs: number, toMs: number, mostMs: number) {
  const isLate: boolean[] = [];
  for (let beginsMs = fromMs; beginsMs < toMs; beginsMs += BUCKET_MS) {
    const within = syncs.filter(({ beganAtMs }) => beganAtMs >= beginsMs && beganAtMs < beginsMs + BUCKET_MS);
    const lateMs = within.map((sync) => sync.lateMs);
    // Where none begins it is as it was before: at first nothing has come back.
    isLate.push(within.length === 0 ? (isLate.at(-1) ?? true) : quantile(lateMs, 0.99) > mostMs);
  }
  const last = isLate.lastIndexOf(true);
  return last === isLate.length - 1 ? null : ((last + 1) * BUCKET_MS) / 1_000;
}
