import type { Instant } from '../values/instant.js';

/** How far the scans of every feed's newest page have come. */
export interface HeadScan {
  /** When the last one began; null before the first. */
  readonly scannedAt: Instant | null;
  /**
   * Rows are still missing below the newest page of a feed, down to what was known of that feed. What is read again below
   * that, for rows that Shopify shows late, is no gap.
   */
  readonly hasGap: boolean;
  /** The last one without a gap below it. */
  readonly asOf: Instant | null;
}

/** How far a sync has come with what there is to read, for whoever works beside it. */
export interface ReadingProgress {
  heads(): HeadScan;
  /** All that is new is here, as far as this sync is to look: what is derived is true as of `heads().asOf`. */
  isCurrent(): boolean;
  /** Nothing of the past is still to be read. */
  isBackfilled(): boolean;
}
