import type { Instant } from '../values/instant.js';

/** How far a sync has come with what there is to read, for whoever works beside it. */
export interface ReadingProgress {
  /**
   * As of when what is derived now is true; null while newer rows than those of the last scan are missing, and before the
   * first scan. As of that scan nobody would see what is new, and as of now what is missing would be taken for not there.
   */
  currentAsOf(): Instant | null;
  /** Nothing of the past is still to be read. */
  isBackfilled(): boolean;
}
