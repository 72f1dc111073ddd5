import {
  type PartnerApiError,
  PermissionMissing,
  QueryRefused,
  ShopifyUnavailable,
  TokenRejected,
  UnexpectedAnswer,
  VersionRetired,
} from '../../partner/client/errors.js';
import type { PartnerApi, PartnerCredentials } from '../../partner/client/partner-api.js';
import { checkCredentials, type CheckOptions } from '../../partner/credentials/check-credentials.js';
import type { Verdict } from '../planning/refused-feeds.js';

/** Finds out why, by asking for each permission alone, as connecting does. */
export async function explainShutOut(
  { from, refused }: Extract<Verdict, { type: 'shutOut' }>,
  partnerApi: PartnerApi,
  credentials: PartnerCredentials,
  options: CheckOptions,
): Promise<PartnerApiError> {
  if (refused.why === 'outage') return new ShopifyUnavailable('internal error');
  if (refused.why === 'damaged') return new UnexpectedAnswer('a page is not of its shape');
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
