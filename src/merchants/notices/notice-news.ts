import { type Instant, plusMs } from '../../values/instant.js';
import type { ChurnNotice } from '../rules/history/churn-notices.js';
import { HOUR_MS } from '../rules/words/durations.js';

/** How late something may be learned and still be news. */
export const NEWS_FOR_MS = 48 * HOUR_MS;

/** What a notice is judged by. All by the database's clock. */
export interface Watch {
  /** When the first sync of the connection was whole; null before. */
  readonly firstBackfilledAt: Instant | null;
  /** When the app was first seen. */
  readonly appSince: Instant;
  /** When the youngest of the notice's rows was asked for. */
  readonly seenAt: Instant;
  readonly now: Instant;
}

/**
 * Whether a notice is news to Convot, belongs to the past that a backfill brings, or is too old. Late is counted from
 * when it could be known. An app that is discovered after the first sync has a backfill of its own: to that belongs what
 * happened before the app was seen.
 */
export function newsOf({ knownAt }: ChurnNotice, watch: Watch): 'news' | 'backfill' | 'old' {
  const { firstBackfilledAt, appSince, seenAt, now } = watch;
  if (plusMs(knownAt, NEWS_FOR_MS) < now) return 'old';
  if (firstBackfilledAt === null) return 'backfill';
  const learnedAt = knownAt > seenAt ? knownAt : seenAt;
  if (learnedAt <= firstBackfilledAt) return 'backfill';
  return appSince > firstBackfilledAt && knownAt < appSince ? 'backfill' : 'news';
}
