import { DEVELOPMENT_ISSUER, type DevelopmentKeys } from '../development/development-keys.js';
import type { Complaint } from './complaint.js';
import { isSamePublicKey, publicKeyComplaint } from './public-key.js';

export interface SignInVariables {
  readonly AUTH_JWKS_URL?: string | undefined;
  readonly AUTH_PUBLIC_KEY?: string | undefined;
  readonly AUTH_ISSUER?: string | undefined;
}

/** How Convot's access tokens are verified: by one source of keys, and by none that anybody else can sign with. */
export function signInComplaints(
  { AUTH_JWKS_URL, AUTH_PUBLIC_KEY, AUTH_ISSUER }: SignInVariables,
  isProduction: boolean,
  developmentKeys: DevelopmentKeys | undefined,
): Complaint[] {
  const complaints: Complaint[] = [];
  const refuse = (name: keyof SignInVariables, message: string) => complaints.push({ name, message });
  if (AUTH_JWKS_URL !== undefined && AUTH_PUBLIC_KEY !== undefined) {
    refuse('AUTH_PUBLIC_KEY', 'is set beside AUTH_JWKS_URL; set one of the two');
  }
  if (AUTH_PUBLIC_KEY !== undefined) {
    const complaint = publicKeyComplaint(AUTH_PUBLIC_KEY);
    if (complaint !== undefined) refuse('AUTH_PUBLIC_KEY', complaint);
  }
  const keyServer = URL.canParse(AUTH_JWKS_URL ?? '') ? new URL(AUTH_JWKS_URL ?? '') : null;
  if (keyServer !== null && keyServer.username + keyServer.password !== '') {
    refuse('AUTH_JWKS_URL', 'must not hold a user or password; it is fetched without');
  }
  if (!isProduction) return complaints;
  if (AUTH_JWKS_URL === undefined && AUTH_PUBLIC_KEY === undefined) {
    refuse('AUTH_JWKS_URL', 'or AUTH_PUBLIC_KEY is required in production');
  }
  if (keyServer !== null && keyServer.protocol !== 'https:') {
    refuse('AUTH_JWKS_URL', 'must be https in production');
  }
  if (AUTH_ISSUER === DEVELOPMENT_ISSUER) {
    refuse('AUTH_ISSUER', 'is the one of development; name the issuer of Convot’s access tokens');
  }
  if (developmentKeys !== undefined && isSamePublicKey(AUTH_PUBLIC_KEY ?? '', developmentKeys.authPublicKey)) {
    refuse('AUTH_PUBLIC_KEY', 'is the development key of this checkout, whose private half lies beside it');
  }
  return complaints;
}
