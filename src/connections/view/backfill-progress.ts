import { type Instant, instantFromMs, instantToMs, showInstant } from '../../values/instant.js';

export interface BackfillProgress {
  readonly startedAt: string | null;
  readonly rows: number;
  /** Everything since then is here; null while that cannot be said, and when everything is here. */
  readonly completeBackTo: string | null;
  readonly rowsPerSecond: number | null;
  readonly estimatedEndAt: string | null;
  /** True once the first sync is whole. */
  readonly backfilled: boolean;
}

export interface BackfillFacts {
  readonly progressStartedAt: Instant | null;
  readonly progressRows: string;
  readonly backfilled: boolean;
  readonly hasBeenBackfilled: boolean;
  readonly completeBackTo: Instant | null;
  /** What is left as a multiple of what is done; null while unknown. */
  readonly backfillLeft: number | null;
  readonly now: Instant;
}

/** How far the first sync is. The end is estimated only where it is known where the feeds begin. */
export function backfillProgress(facts: BackfillFacts): BackfillProgress {
  const { progressStartedAt, backfilled, hasBeenBackfilled } = facts;
  const rows = Number(facts.progressRows);
  const started = { startedAt: progressStartedAt === null ? null : showInstant(progressStartedAt), rows, backfilled };
  if (progressStartedAt === null || backfilled) {
    return { ...started, completeBackTo: null, rowsPerSecond: null, estimatedEndAt: null };
  }
  const completeBackTo = facts.completeBackTo === null ? null : showInstant(facts.completeBackTo);
  // By the time since the first sync began, the past of a later app would take as long as the connection is old.
  if (hasBeenBackfilled) return { ...started, completeBackTo, rowsPerSecond: null, estimatedEndAt: null };
  const seconds = (instantToMs(facts.now) - instantToMs(progressStartedAt)) / 1000;
  return {
    ...started,
    completeBackTo,
    rowsPerSecond: seconds > 0 ? Math.round((rows / seconds) * 10) / 10 : null,
    estimatedEndAt: estimatedEndAt(facts, progressStartedAt),
  };
}

/** What is done took so long; the rest will take as long for its share. */
function estimatedEndAt({ backfillLeft, now }: BackfillFacts, startedAt: Instant): string | null {
  if (backfillLeft === null) return null;
  const elapsedMs = instantToMs(now) - instantToMs(startedAt);
  // Whole seconds: an estimate that changes with every look would only pretend to be exact.
  const endMs = Math.round((instantToMs(now) + elapsedMs * backfillLeft) / 1000) * 1000;
  return showInstant(instantFromMs(Math.min(endMs, Date.UTC(2099, 0, 1))));
}
