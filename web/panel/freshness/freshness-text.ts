import type { Connection } from '../../shared/api/types.js';
import { isolated } from '../../shared/format/text.js';
import { formatClock, formatDate, formatMoment, formatRelative } from '../../shared/format/time.js';
import type { Disconnection, Freshness } from '../../shared/freshness.js';
import { messages } from '../messages.en.js';

const SAME_DAY_MS = 20 * 3_600_000;

/** How far the figures can be trusted, in one line. */
export function freshnessText(freshness: Exclude<Freshness, { state: 'not_connected' }>, nowMs: number): string {
  const { fresh, notSyncedYet, stale, neverSynced, paused, pausedUnsynced, firstSync, firstSyncBackTo } =
    messages.freshness;
  switch (freshness.state) {
    case 'fresh':
      return freshness.lastSyncedAt === null ? notSyncedYet : fresh(formatRelative(freshness.lastSyncedAt, nowMs));
    case 'stale':
      if (freshness.disconnected !== undefined) return disconnectedText(freshness.disconnected);
      return freshness.lastSyncedAt === null ? neverSynced : stale(asOf(freshness.lastSyncedAt, nowMs));
    case 'paused':
      return freshness.lastSyncedAt === null ? pausedUnsynced : paused(asOf(freshness.lastSyncedAt, nowMs));
    case 'first_sync':
      return freshness.completeBackTo === null ? firstSync : firstSyncBackTo(formatDate(freshness.completeBackTo));
  }
}

/** Nothing newer comes by itself: when that began, and by whom. */
export function disconnectedText({ at, by }: Disconnection): string {
  return messages.freshness.disconnected(formatMoment(at), isolated(by));
}

/** The same of one organization beside another that goes on. */
export function disconnectedBesideText(connection: Connection): string {
  const { partnerOrganizationId, disconnectedAt, disconnectedBy } = connection;
  const { disconnectedOf, disconnectedOfUnknown } = messages.freshness;
  if (disconnectedAt === null || disconnectedBy === null) return disconnectedOfUnknown(partnerOrganizationId);
  return disconnectedOf(partnerOrganizationId, formatMoment(disconnectedAt), isolated(disconnectedBy));
}

/** The time of the day suffices for what is not older than one. */
function asOf(instant: string, nowMs: number): string {
  return nowMs - Date.parse(instant) < SAME_DAY_MS ? formatClock(instant) : formatDate(instant);
}
