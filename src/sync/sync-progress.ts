import { feedName } from '../partner/pages/feed.js';
import type { PageWriter } from './page-writer.js';
import type { Backlog } from './planning/backlog.js';
import { judge, type Verdict } from './planning/refused-feeds.js';
import type { SyncWindow, WindowKind } from './planning/windows.js';
import type { HeadScan, ReadingProgress } from './reading-progress.js';
import type { SyncStart } from './store/sync-state.js';
import type { SyncPages } from './sync-pages.js';

/** How far a sync has come by now. */
export class SyncProgress implements ReadingProgress {
  constructor(
    private readonly start: SyncStart,
    private readonly backlog: Backlog,
    private readonly writer: PageWriter,
    private readonly pages: SyncPages,
  ) {}

  heads(): HeadScan {
    const { start } = this;
    // Heads that were refused for want of a permission are no scan.
    const isFine = this.verdict().type === 'fine';
    const scannedAt = (isFine ? this.pages.headScannedAt() : null) ?? start.headScannedAt;
    const hasGap = this.#unfinished('head').some((window) => this.backlog.mayHaveNews(window));
    return { scannedAt, hasGap, asOf: hasGap ? start.lastSyncedAt : scannedAt };
  }

  isCurrent(): boolean {
    return this.backlog.headsAreRead() && !this.heads().hasGap;
  }

  isBackfilled(): boolean {
    // What a feed has that was not looked at nobody knows: then it is as it was.
    if (!this.backlog.headsAreRead()) return this.start.backfilled;
    return this.heads().scannedAt !== null && this.#unfinished('backfill').length === 0;
  }

  /** What the pages that were refused mean. */
  verdict(): Verdict {
    const feeds = this.backlog.feeds.all.map(({ feed }) => feed);
    return judge(feeds, this.writer.refusals);
  }

  /**
   * Windows of this kind that are still open. One that an app's own trouble holds up is that app's matter; and without the
   * timeline the older feed tells what happened, too.
   */
  #unfinished(kind: WindowKind): SyncWindow[] {
    const isHeldUp = ({ feed }: SyncWindow) => feed.kind !== 'transactions' && this.writer.refusals.has(feedName(feed));
    return this.backlog.windows.filter((window) => window.kind === kind && !isHeldUp(window));
  }
}
