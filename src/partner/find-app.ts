import type { CredentialCheck } from './check-credentials.js';
import type { PartnerApi, PartnerCredentials } from './partner-api.js';

export type AppLookup =
  | { readonly outcome: 'found'; readonly name: string }
  | { readonly outcome: 'not_found' }
  | Exclude<CredentialCheck, { outcome: 'accepted' }>;

/** Asks Shopify for one app of the organization by its number. */
export function findApp(
  partnerApi: PartnerApi,
  credentials: PartnerCredentials,
  appNumber: string,
): Promise<AppLookup> {
  throw new Error(`not written yet ${typeof partnerApi} ${credentials.partnerOrganizationId} ${appNumber}`);
}
