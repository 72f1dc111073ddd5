import { type Fence, holdFenceAlone, holdPages } from '../../connections/store/sync-fence.js';
import { foldShops } from '../../merchants/derive/fold-shops.js';
import { noteRefreshed } from '../../merchants/refresh/shop-refreshes.js';
import type { PageRequest } from '../../partner/pages/page-document.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import type { PageContents } from '../contents/rows.js';
import { storeAnswers } from '../store/store-answers.js';
import { storeContents } from '../store/store-contents.js';
import type { JudgedLooks } from '../subscriptions/judge-answers.js';
import { reachesKnown, refreshedShops } from './refresh-pages.js';

export interface ReadPage {
  readonly request: PageRequest;
  readonly contents: PageContents;
}

export interface RefreshToStore {
  readonly shop: string;
  /** Those that were answered. */
  readonly pages: readonly ReadPage[];
  /** Of its subscriptions. */
  readonly looks: JudgedLooks;
  /** No page is missing: of transactions, and of each app's events. */
  readonly isWhole: boolean;
  /** When the request began, by database time. */
  readonly requestedAt: Instant;
  readonly knownApps: ReadonlySet<string>;
}

export interface StoredRefresh {
  readonly newRows: number;
  /** Something of the shop changed and was derived. */
  readonly isDerived: boolean;
  /** Ids of the messages to Convot that it wrote. */
  readonly messages: readonly string[];
}

/**
 * Stores what a refresh read and derives its shop, in one transaction: whoever sees the rows sees what they mean. Cursors
 * stay where they are, so a sync reads the same rows again and finds them stored.
 * @throws SyncSuperseded when the connection is no longer ours
 */
export async function storeRefresh(tenant: Tenant, fence: Fence, refresh: RefreshToStore): Promise<StoredRefresh> {
  const { shop, looks, isWhole, requestedAt, knownApps } = refresh;
  const { connectionId } = fence;
  // Of an empty page there is nothing to store.
  const pages = refresh.pages.filter(({ contents }) => contents.lastCursor !== null);
  const [, lastSyncedAt, , ...stored] = await Promise.all([
    holdFenceAlone(tenant, fence),
    holdPages(tenant, connectionId),
    storeAnswers(tenant, connectionId, looks, requestedAt),
    ...pages.map(({ request: { feed }, contents }) => {
      const apps = contents.apps.filter(({ appNumber }) => !knownApps.has(appNumber));
      return storeContents(tenant, connectionId, { feed, contents, requestedAt, apps });
    }),
  ]);
  const newRows = stored.reduce((sum, one) => sum + one.newRows, 0);
  // Before the first whole head scan nothing is derived; it folds what is marked here.
  if (lastSyncedAt === null) return { newRows, isDerived: false, messages: [] };
  const contents = pages.map((page) => page.contents);
  const shopNumbers = refreshedShops(shop, contents);
  const isCaughtUp = isWhole && reachesKnown(contents, lastSyncedAt);
  const asOf = isCaughtUp && requestedAt > lastSyncedAt ? requestedAt : lastSyncedAt;
  const folded = await foldShops(tenant, connectionId, asOf, shopNumbers);
  // Last: who asks for the shop next may need the row that this writes.
  if (isCaughtUp) await noteRefreshed(tenant, connectionId, shopNumbers, requestedAt);
  return { newRows, isDerived: folded !== null, messages: folded?.messages ?? [] };
}
