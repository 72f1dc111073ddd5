import { type Instant, plusMs } from '../../../src/values/instant.js';
import type { StoredWindow } from './checkpoints.js';
import type { JudgedRow, LedgerRow } from './rows.js';

/** What a connection's rows say of it at one moment. */
export interface Claims {
  readonly status: string;
  readonly lastSyncedAt: Instant | null;
  readonly dataThrough: Instant | null;
  readonly backfilled: boolean;
  readonly hasToken: boolean;
  /** The newest row that is stored of transactions and apps' events; null without one. */
  readonly newest: Instant | null;
}

/** Clocks of one machine, read in milliseconds by the simulator. */
const CLOCK_MS = 50;

/**
 * What a connection shows is so, at any moment and whatever happens: `lastSyncedAt` has every row that Shopify showed by
 * then, but for the past that is still being read; once there is none left, every row; `dataThrough` is the newest row.
 * And a token is kept only while it may be used (I10).
 * @param stored and `pastLeft` (open windows of a backfill) of the same snapshot
 */
export function judgeClaims(
  claims: Claims,
  ledger: readonly LedgerRow[],
  stored: readonly JudgedRow[],
  pastLeft: readonly Pick<StoredWindow, 'feed'>[],
): string[] {
  const { status, lastSyncedAt, dataThrough, backfilled, hasToken, newest } = claims;
  const found: string[] = [];
  if (hasToken && (status === 'disconnecting' || status === 'disconnected'))
    found.push(`a token is kept while ${status}`);
  if (dataThrough !== newest) {
    found.push(`dataThrough is ${dataThrough ?? 'null'}, and the newest row that is stored is of ${newest ?? 'never'}`);
  }
  if (lastSyncedAt === null || !backfilled) return found;
  const kept = new Set(stored.map(({ key }) => key));
  const reading = new Set(pastLeft.map(({ feed }) => feed));
  const shown = ledger.filter(({ visibleAt }) => visibleAt <= plusMs(lastSyncedAt, -CLOCK_MS));
  const missing = shown.filter(({ key, feed }) => !kept.has(key) && !reading.has(feed));
  const [first] = missing;
  if (first !== undefined) {
    found.push(
      `lastSyncedAt is ${lastSyncedAt}, and ${missing.length} rows from before are missing, such as ${first.key}`,
    );
  }
  return found;
}
