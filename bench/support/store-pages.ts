import { instantFromMs } from '../../src/instant.js';
import { feedName } from '../../src/partner/feed.js';
import type { Sql } from '../../src/store/client.js';
import type { Fence } from '../../src/store/sync-fence.js';
import { readPlan, type SyncPlan } from '../../src/store/sync-plan.js';
import { inTenant } from '../../src/store/tenant.js';
import { moveAfter, planHead, planWindow, type PlannedPage } from '../../src/sync/plan.js';
import { storePage } from '../../src/sync/store-page.js';
import type { FeedPages } from './feed-pages.js';

/** Stores a feed page by page, each in its transaction, as a first sync does. @param sql bound to the worker's role */
export async function storePages(
  sql: Sql,
  { organizationId, fence }: { organizationId: string; fence: Fence },
  { feed, pages }: FeedPages,
): Promise<void> {
  let plan = await inTenant(sql, organizationId, (tenant) => readPlan(tenant, fence.connectionId));
  for (const contents of pages) {
    const now = instantFromMs(Date.now());
    const planned = nextPage(plan, feedName(feed), now);
    const page = { planned, contents, move: moveAfter(planned, contents, now), requestedAt: now };
    ({ plan } = await inTenant(sql, organizationId, (tenant) => storePage(tenant, fence, page)));
  }
}

function nextPage({ windows, feeds }: SyncPlan, name: string, now: ReturnType<typeof instantFromMs>): PlannedPage {
  const window = windows.find(({ feed }) => feedName(feed) === name);
  const planned =
    window === undefined
      ? planHead(
          feeds.filter(({ feed }) => feedName(feed) === name),
          now,
        )[0]
      : planWindow(window);
  if (planned === undefined) throw new Error(`There is no feed ${name} to store pages of.`);
  return planned;
}
