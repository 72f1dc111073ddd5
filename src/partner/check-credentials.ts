import type { PartnerApi, PartnerCredentials } from './partner-api.js';

export type Permission = 'view_financials' | 'manage_apps';

export type CredentialCheck =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'token_rejected' }
  | { readonly outcome: 'permission_missing'; readonly permission: Permission }
  | { readonly outcome: 'unavailable' };

/** Asks Shopify whether the credentials work, with one probe a permission. */
export function checkCredentials(partnerApi: PartnerApi, credentials: PartnerCredentials): Promise<CredentialCheck> {
  throw new Error(`not written yet ${typeof partnerApi} ${credentials.partnerOrganizationId}`);
}
