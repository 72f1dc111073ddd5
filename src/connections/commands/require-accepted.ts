import type { PartnerCredentials } from '../../partner/client/partner-api.js';
import { checkCredentials, type CredentialCheck } from '../../partner/credentials/check-credentials.js';
import { patiently } from '../../partner/pace/patient.js';
import type { CommandDeps } from './command-deps.js';
import { Refusal } from './refusal.js';

/** As long as a person in front of a form will wait for Shopify to stop saying "too many requests". */
export const PATIENCE_MS = 5_000;

/** @throws Refusal unless Shopify accepts the credentials, with every permission, right now */
export async function requireAccepted(
  { partnerApi, confirmAfterMs }: Pick<CommandDeps, 'partnerApi' | 'confirmAfterMs'>,
  credentials: PartnerCredentials,
): Promise<void> {
  const check = await checkCredentials(patiently(partnerApi, PATIENCE_MS), credentials, { confirmAfterMs });
  if (check.outcome !== 'accepted') throw refusalOf(check);
}

export function refusalOf(check: Exclude<CredentialCheck, { outcome: 'accepted' }>): Refusal {
  switch (check.outcome) {
    case 'token_rejected':
    case 'not_found': // the version is ours and known to exist: it is the organization that is not there
      return new Refusal('token_rejected');
    case 'permission_missing':
      return new Refusal('permission_missing', { permissions: check.permissions });
    case 'unavailable':
      return new Refusal('shopify_unavailable');
  }
}
