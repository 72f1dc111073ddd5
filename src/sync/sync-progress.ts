import type { Instant } from '../values/instant.js';
import type { PageWriter } from './page-writer.js';
import type { Backlog } from './planning/backlog.js';
import { judge, type Verdict } from './planning/refused-feeds.js';
import type { SyncWindow, WindowKind } from './planning/windows.js';
import type { ReadingProgress } from './reading-progress.js';
import type { SyncStart } from './store/sync-state.js';
import type { SyncPages } from './sync-pages.js';

/** How far the scans of every feed's newest page have come. */
interface HeadScan {
  /** When the last one began; null before the first. */
  readonly scannedAt: Instant | null;
  /**
   * Rows are still missing between what a feed was known up to and its newest page. What is read again below that, for
   * rows that Shopify shows late, is no gap.
   */
  readonly hasGap: boolean;
}

/** How far a sync has come by now. */
export class SyncProgress implements ReadingProgress {
  constructor(
    private readonly start: SyncStart,
    private readonly backlog: Backlog,
    private readonly writer: PageWriter,
    private readonly pages: SyncPages,
  ) {}

  headScan(): HeadScan {
    const scannedAt = (this.#isShutOut() ? null : this.pages.headScannedAt()) ?? this.start.headScannedAt;
    return { scannedAt, hasGap: this.#unfinished('head').some((window) => this.backlog.mayHaveNewRows(window)) };
  }

  currentAsOf(): Instant | null {
    if (!this.backlog.headsAreRead() || this.#isShutOut()) return null;
    const { scannedAt, hasGap } = this.headScan();
    return hasGap ? null : scannedAt;
  }

  isBackfilled(): boolean {
    // What a feed has that was not looked at nobody knows: then it is as it was.
    if (!this.backlog.headsAreRead()) return this.start.backfilled;
    return this.headScan().scannedAt !== null && this.#unfinished('backfill').length === 0;
  }

  /** What the pages that were refused mean. */
  verdict(): Verdict {
    const feeds = this.backlog.feeds.all.map(({ feed }) => feed);
    return judge(feeds, this.writer.refusals);
  }

  /** Shopify refused all that one permission covers, for whatever reason: what was read is no scan. */
  #isShutOut(): boolean {
    return this.verdict().type === 'shutOut';
  }

  /**
   * Windows of this kind that are still to be read. One that an app's own trouble holds up is that app's matter; and
   * without the timeline the older feed tells what happened, too.
   */
  #unfinished(kind: WindowKind): SyncWindow[] {
    const isHeldUp = (window: SyncWindow) => window.feed.kind !== 'transactions' && this.backlog.isHeld(window);
    return this.backlog.windows.filter((window) => window.kind === kind && !isHeldUp(window));
  }
}
