import { checkCredentials, type CredentialCheck } from '../partner/check-credentials.js';
import type { PartnerApi, PartnerCredentials } from '../partner/partner-api.js';
import { patiently } from '../partner/patient.js';
import { Refusal } from './refusal.js';

/** As long as a person in front of a form will wait for Shopify to stop saying "too many requests". */
export const PATIENCE_MS = 5_000;

/** @throws Refusal unless Shopify accepts the credentials, with every permission, right now */
export async function requireAccepted(partnerApi: PartnerApi, credentials: PartnerCredentials): Promise<void> {
  const check = await checkCredentials(patiently(partnerApi, PATIENCE_MS), credentials);
  if (check.outcome !== 'accepted') throw refusalOf(check);
}

export function refusalOf(check: Exclude<CredentialCheck, { outcome: 'accepted' }>): Refusal {
  switch (check.outcome) {
    case 'token_rejected':
      return new Refusal('token_rejected');
    case 'permission_missing':
      return new Refusal('permission_missing', check.permission);
    case 'unavailable':
      return new Refusal('shopify_unavailable');
  }
}
