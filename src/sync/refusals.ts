import { checkCredentials, type CheckOptions } from '../partner/credentials/check-credentials.js';
import {
  PermissionMissing,
  QueryRefused,
  ShopifyUnavailable,
  TokenRejected,
  UnexpectedAnswer,
  VersionRetired,
  type PartnerApiError,
} from '../partner/client/errors.js';
import { feedName, type Feed } from '../partner/pages/feed.js';
import type { PartnerApi, PartnerCredentials } from '../partner/client/partner-api.js';
import type { Permission } from '../contract/connection-words.js';

/** Why a page was not stored. An `outage` is a refusal whose codes speak of Shopify's own failure. */
export interface Refusal {
  readonly feed: Feed;
  readonly why: 'refused' | 'outage' | 'notVisible' | 'damaged';
}

/** What the refused pages of one sync mean, taken together. */
export type Verdict =
  | { readonly type: 'fine' }
  /** Shopify did not let us read what this permission covers. */
  | { readonly type: 'shutOut'; readonly from: Permission; readonly refusal: Refusal };

/**
 * One app's trouble is that app's own; all of them refused is the permission's. The timeline counts as one of them.
 * @param feeds every feed that there is to read
 */
export function judge(feeds: readonly Feed[], refusals: ReadonlyMap<string, Refusal>): Verdict {
  const transactions = refusals.get('transactions');
  if (transactions !== undefined) return { type: 'shutOut', from: 'view_financials', refusal: transactions };
  const needManageApps = feeds.filter(({ kind }) => kind !== 'transactions');
  const refused = needManageApps.map((feed) => refusals.get(feedName(feed)));
  const first =
    refused.find((refusal) => refusal?.why === 'outage') ??
    refused.find((refusal) => refusal !== undefined && refusal.why !== 'notVisible');
  if (first !== undefined && refused.every((refusal) => refusal !== undefined)) {
    return { type: 'shutOut', from: 'manage_apps', refusal: first };
  }
  return { type: 'fine' };
}

/** Finds out why, by asking for each permission alone, as connecting does. */
export async function explainShutOut(
  { from, refusal }: Extract<Verdict, { type: 'shutOut' }>,
  partnerApi: PartnerApi,
  credentials: PartnerCredentials,
  options: CheckOptions,
): Promise<PartnerApiError> {
  if (refusal.why === 'outage') return new ShopifyUnavailable('internal error');
  if (refusal.why === 'damaged') return new UnexpectedAnswer('a page is not of its shape');
  const check = await checkCredentials(partnerApi, credentials, options);
  switch (check.outcome) {
    case 'token_rejected':
      return new TokenRejected();
    case 'permission_missing':
      // Once it is given, the next one is named.
      return new PermissionMissing(check.permissions[0]);
    case 'not_found':
      return new VersionRetired();
    case 'unavailable':
      return new ShopifyUnavailable(`the pages that need ${from} were refused`);
    case 'accepted':
      return new QueryRefused(200);
  }
}
