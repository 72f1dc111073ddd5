import type { Instant } from '../values/instant.js';

/** How far a sync has come with what there is to read, for whoever works beside it. */
export interface ReadingProgress {
  /**
   * As of when what is derived now is true; null before the first scan, and while newer rows than those of the last one
   * are missing: as of that one, what is new would be left out, and as of now, what is missing would count as absent.
   */
  currentAsOf(): Instant | null;
  /** Nothing of the past is still to be read. */
  isBackfilled(): boolean;
}
