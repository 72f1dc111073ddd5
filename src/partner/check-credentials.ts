import { PartnerApiError, QueryRefused, TokenRejected, VersionRetired } from './errors.js';
import { isOutageCode } from './read-answer.js';
import type { PartnerApi, PartnerCredentials, Permission } from './partner-api.js';

export type CredentialCheck =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'token_rejected' }
  | { readonly outcome: 'permission_missing'; readonly permission: Permission }
  /** Shopify could not be asked; says nothing about the credentials. */
  | { readonly outcome: 'unavailable' };

// No document of Shopify's says how a missing permission is answered, so each is asked for alone and its text ignored.
const PROBES: readonly { permission: Permission; document: string }[] = [
  { permission: 'view_financials', document: 'query Probe { probe: transactions(first: 1) { edges { cursor } } }' },
  { permission: 'manage_apps', document: 'query Probe { probe: events(first: 1) { edges { cursor } } }' },
];

/** Asks Shopify whether the credentials work, with one probe a permission, one after the other. */
export async function checkCredentials(
  partnerApi: PartnerApi,
  credentials: PartnerCredentials,
): Promise<CredentialCheck> {
  for (const { permission, document } of PROBES) {
    const refused = await probe(() => partnerApi({ credentials, document, variables: {} }));
    if (refused === 'permission') return { outcome: 'permission_missing', permission };
    if (refused !== null) return { outcome: refused };
  }
  return { outcome: 'accepted' };
}

type NoAnswer = 'permission' | 'token_rejected' | 'unavailable';

/** What it means that a question which needs one permission got no answer. @throws what is no error of the Partner API */
export function meaningOf(error: unknown): NoAnswer {
  // At connect a 404 is the organization's: the version is ours and known to exist.
  if (error instanceof TokenRejected || error instanceof VersionRetired) return 'token_rejected';
  if (error instanceof QueryRefused) return 'permission';
  if (error instanceof PartnerApiError) return 'unavailable';
  throw error;
}

async function probe(ask: () => ReturnType<PartnerApi>): Promise<NoAnswer | null> {
  try {
    const { data, errors } = await ask();
    if (errors.some(({ code }) => isOutageCode(code))) return 'unavailable';
    if (errors.some(({ code }) => code === '404')) return 'token_rejected';
    if (errors.length > 0 || data['probe'] === null) return 'permission';
    return data['probe'] === undefined ? 'unavailable' : null;
  } catch (error) {
    return meaningOf(error);
  }
}
