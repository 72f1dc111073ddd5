import { isPaused } from '../../shared/api/polling.js';
import type { Connection } from '../../shared/api/types.js';
import { formatDate, formatDuration, formatRelative } from '../../shared/format/time.js';
import { messages } from './messages.en.js';

export interface FirstSyncText {
  readonly headline: string;
  /** Rate, time gone by, time left; as far as they are known. */
  readonly facts: readonly string[];
}

/** How far the first sync is. In counts: how much there is nobody knows before the end. */
export function firstSyncText(connection: Connection, nowMs: number): FirstSyncText {
  const { progress } = connection;
  const { starting, notStarted, imported, importedBackTo, rate, elapsed, left } = messages.firstSync;
  const { startedAt, rows, completeBackTo, rowsPerSecond, estimatedEndAt } = progress;
  if (startedAt === null) return { headline: isPaused(connection) ? notStarted : starting, facts: [] };
  const untilEndMs = estimatedEndAt === null ? 0 : Date.parse(estimatedEndAt) - nowMs;
  const headline = completeBackTo === null ? imported(rows) : importedBackTo(rows, formatDate(completeBackTo));
  // By the time that goes by no rate can be told while nothing comes.
  if (isPaused(connection)) return { headline, facts: [] };
  return {
    headline,
    facts: [
      ...(rowsPerSecond === null || rowsPerSecond < 1 ? [] : [rate(rowsPerSecond)]),
      // Without a rate it is no first sync: since when the past of a later app is read nobody says.
      ...(rowsPerSecond === null ? [] : [elapsed(formatDuration(Math.max(0, nowMs - Date.parse(startedAt))))]),
      ...(untilEndMs < 1_000 ? [] : [left(formatDuration(untilEndMs))]),
    ],
  };
}

/** What to say while Shopify's rate limit is waited for; null when it is not. */
export function waitingText({ phase, waitingUntil }: Connection, nowMs: number): string | null {
  if (phase !== 'waiting' || waitingUntil === null) return null;
  const leftMs = Date.parse(waitingUntil) - nowMs;
  return leftMs < 1_000 ? messages.waitingOver : messages.waiting(formatDuration(leftMs));
}

/** When the next sync is while Shopify is waited for; that it goes on is told as long as it is to come. */
export function nextWhileWaitingText(until: string, nowMs: number): string {
  const { waits, waitsUntil } = messages.sync;
  return Date.parse(until) <= nowMs ? waits : waitsUntil(formatRelative(until, nowMs));
}
