import { type Feed, feedName } from '../../partner/pages/feed.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import type { AppSighting, PageContents } from '../contents/rows.js';
import type { KnownApp } from '../planning/plan.js';
import { settleQuarantine } from './quarantine.js';
import { storeAppEvents, type StoredRows, storeTransactions } from './store-rows.js';
import { refreshApp, storeApps, storeShops } from './store-sightings.js';
import { matchTimelineEvents, storeTimelineEvents } from './store-timeline.js';
import { addProgress } from './sync-state.js';

export interface ContentsToStore {
  readonly feed: Feed;
  readonly contents: PageContents;
  /** When the request that brought the page began, by database time. */
  readonly requestedAt: Instant;
  /** Those of the apps it names that are news. */
  readonly apps: readonly AppSighting[];
  /** It belongs to the weekly walk, which is noted with what it changes. */
  readonly isWalk?: boolean;
}

/** What came of it. */
export interface StoredContents extends StoredRows {
  /** The app whose events these are, as it is now; null where nothing changed. */
  readonly app: KnownApp | null;
}

/**
 * Stores the rows of a page, wherever in its feed it stands and in whatever order pages come, and what is new of shops
 * and apps; no cursor moves. The caller's transaction holds the connection's fence alone.
 */
export async function storeContents(
  tenant: Tenant,
  connectionId: string,
  { feed, contents, requestedAt, apps, isWalk = false }: ContentsToStore,
): Promise<StoredContents> {
  const [transactions, appEvents, , , , app] = await Promise.all([
    storeTransactions(tenant, connectionId, contents.transactions, requestedAt, isWalk),
    storeAppEvents(tenant, connectionId, contents.appEvents, requestedAt, isWalk),
    storeShops(tenant, connectionId, contents.shops),
    matchTimelineEvents(tenant, connectionId, contents.shops),
    storeApps(tenant, connectionId, apps),
    refreshApp(tenant, connectionId, contents.app),
    storeTimelineEvents(tenant, connectionId, contents.timelineEvents, requestedAt),
    settleQuarantine(tenant, connectionId, feedName(feed), contents),
  ]);
  const newRows = transactions.newRows + appEvents.newRows;
  await addProgress(tenant, connectionId, newRows, feed.kind === 'timeline' ? null : contents.newest);
  return { newRows, changedRows: transactions.changedRows + appEvents.changedRows, app };
}
