import type { Permission } from '../../contract/connection-words.js';
import { type Feed, feedName } from '../../partner/pages/feed.js';

/** A feed of which a page was not stored, and why. An `outage` is a refusal whose codes speak of Shopify's own failure. */
export interface RefusedFeed {
  readonly feed: Feed;
  readonly why: 'refused' | 'outage' | 'notVisible' | 'damaged';
}

/** What the refused pages of one sync mean, taken together. */
export type Verdict =
  | { readonly type: 'fine' }
  /** Shopify did not let us read what this permission covers. */
  | { readonly type: 'shutOut'; readonly from: Permission; readonly refused: RefusedFeed };

/**
 * One app's trouble is that app's own; all of them refused is the permission's. The timeline counts as one of them.
 * @param feeds every feed that there is to read
 * @param refused by the feed's name
 */
export function judge(feeds: readonly Feed[], refused: ReadonlyMap<string, RefusedFeed>): Verdict {
  const transactions = refused.get('transactions');
  if (transactions !== undefined) return { type: 'shutOut', from: 'view_financials', refused: transactions };
  const needManageApps = feeds.filter(({ kind }) => kind !== 'transactions').map((feed) => refused.get(feedName(feed)));
  const first =
    needManageApps.find((feed) => feed?.why === 'outage') ??
    needManageApps.find((feed) => feed !== undefined && feed.why !== 'notVisible');
  if (first !== undefined && needManageApps.every((feed) => feed !== undefined)) {
    return { type: 'shutOut', from: 'manage_apps', refused: first };
  }
  return { type: 'fine' };
}
