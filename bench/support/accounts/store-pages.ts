import type { Fence } from '../../../src/connections/store/sync-fence.js';
import { feedName } from '../../../src/partner/pages/feed.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { withTenant } from '../../../src/postgres/tenant.js';
import { Backlog } from '../../../src/sync/planning/backlog.js';
import { moveAfter, type PlannedPage } from '../../../src/sync/planning/plan.js';
import { storePage } from '../../../src/sync/store/store-page.js';
import { readPlan } from '../../../src/sync/store/sync-plan.js';
import { type Instant, instantFromMs } from '../../../src/values/instant.js';
import type { FeedPages } from './feed-pages.js';

/** Stores a feed page by page, each in its transaction, as a first sync does. @param sql bound to the worker's role */
export async function storePages(
  sql: Sql,
  { organizationId, fence }: { organizationId: string; fence: Fence },
  { feed, pages }: FeedPages,
): Promise<void> {
  const plan = await withTenant(sql, organizationId, (tenant) => readPlan(tenant, fence.connectionId));
  const feeds = plan.feeds.filter((state) => feedName(state.feed) === feedName(feed));
  const backlog = new Backlog({ feeds, windows: [] }, true);
  for (const contents of pages) {
    const now = instantFromMs(Date.now());
    const planned = nextPage(backlog, now);
    const move = moveAfter(planned, contents, now);
    const page = { planned, contents, move, requestedAt: now, apps: backlog.feeds.newsOf(contents.apps) };
    const stored = await withTenant(sql, organizationId, (tenant) => storePage(tenant, fence, page));
    const ofThisFeed = stored.plan?.feeds.filter(({ feed: { kind } }) => kind === 'events' || kind === feed.kind);
    backlog.pageStored(planned, contents, { ...stored, plan: ofThisFeed ? { feeds: ofThisFeed, windows: [] } : null });
    backlog.release([planned]);
  }
}

function nextPage(backlog: Backlog, now: Instant): PlannedPage {
  const [planned] = [...backlog.nextWindows(1, true), ...backlog.nextHeads(1, now, true)];
  if (planned === undefined) throw new Error('There is no page of the feed left to store.');
  return planned;
}
