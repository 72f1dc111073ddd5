import { type Instant, plusMs } from '../../../src/values/instant.js';
import type { JudgedRow, LedgerRow } from './rows.js';

/** How far a feed's newest pages were read, as stored. */
export interface StoredHead {
  readonly feed: string;
  /** From here on the next look at the newest rows reads; null: from the beginning. */
  readonly headFrom: Instant | null;
}

/** A stretch of a feed that is still to be read, as stored. */
export interface StoredWindow {
  readonly feed: string;
  readonly fromAt: Instant | null;
  readonly toAt: Instant | null;
  readonly stopAt: Instant | null;
  readonly reachedAt: Instant | null;
}

export interface Checkpoints {
  readonly heads: readonly StoredHead[];
  readonly windows: readonly StoredWindow[];
}

/** Rows that Shopify showed so long after their time are for the hourly sweep to find: no head looks back farther. */
const LATE_MS = 9 * 60_000;

/**
 * I4, and what I5 is for: whatever is not stored will still be read. A row that is missing lies in what the next look at
 * the newest rows asks for, or in what an open window has left.
 * @param stored of the same snapshot as the checkpoints
 */
export function judgeCheckpoints(
  { heads, windows }: Checkpoints,
  ledger: readonly LedgerRow[],
  stored: readonly JudgedRow[],
): string[] {
  const kept = new Set(stored.map(({ key }) => key));
  const headOf = new Map(heads.map(({ feed, headFrom }) => [feed, headFrom]));
  const passed = ledger.filter((row) => {
    if (kept.has(row.key) || row.visibleAt > plusMs(row.at, LATE_MS)) return false;
    // Of an app that nobody has found yet, or that has shown nothing, everything is still to be read.
    const headFrom = headOf.get(row.feed) ?? null;
    if (headFrom === null || row.at >= headFrom) return false;
    return !windows.some((window) => window.feed === row.feed && hasLeft(window, row.at));
  });
  const [first] = passed;
  return first === undefined
    ? []
    : [`${passed.length} rows are missing that the cursors have passed, such as ${first.key}`];
}

/** Both ends included: pages overlap by the rows of one instant. */
function hasLeft({ fromAt, toAt, stopAt, reachedAt }: StoredWindow, at: Instant): boolean {
  const oldest = stopAt ?? fromAt;
  const newest = reachedAt ?? toAt;
  return (oldest === null || at >= oldest) && (newest === null || at <= newest);
}
