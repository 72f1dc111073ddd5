import { checkCredentials } from '../partner/check-credentials.js';
import {
  PermissionMissing,
  QueryRefused,
  ShopifyUnavailable,
  TokenRejected,
  UnexpectedAnswer,
  type PartnerApiError,
} from '../partner/errors.js';
import { feedName, type Feed } from '../partner/feed.js';
import { isOutageCode } from '../partner/read-answer.js';
import type { PartnerApi, PartnerCredentials, Permission } from '../partner/partner-api.js';

/** Why a page was not stored. `code` as in `extensions.code`, null without one. */
export interface Refusal {
  readonly feed: Feed;
  readonly why: 'refused' | 'notVisible' | 'damaged';
  readonly code: string | null;
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
  const first = refused.find((refusal) => refusal !== undefined && refusal.why !== 'notVisible');
  if (first !== undefined && refused.every((refusal) => refusal !== undefined)) {
    return { type: 'shutOut', from: 'manage_apps', refusal: first };
  }
  return { type: 'fine' };
}

/** Finds out why, by asking for each permission alone: the error's own text is unknown and may be in any language. */
export async function explainShutOut(
  { from, refusal }: Extract<Verdict, { type: 'shutOut' }>,
  partnerApi: PartnerApi,
  credentials: PartnerCredentials,
): Promise<PartnerApiError> {
  if (isOutageCode(refusal.code)) return new ShopifyUnavailable('internal error');
  if (refusal.why === 'damaged') return new UnexpectedAnswer('a page is not of its shape');
  const check = await checkCredentials(partnerApi, credentials);
  switch (check.outcome) {
    case 'token_rejected':
      return new TokenRejected();
    case 'permission_missing':
      return new PermissionMissing(check.permission);
    case 'unavailable':
      return new ShopifyUnavailable(`the pages that need ${from} were refused`);
    case 'accepted':
      return new QueryRefused(200);
  }
}
