import { randomUUID } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import type { Role } from '../contract/connection-words.js';
import { DEVELOPMENT_AUDIENCE, DEVELOPMENT_ISSUER, type DevelopmentKeys } from './development-keys.js';

export interface TokenOptions {
  organizationId: string;
  role: Role;
  subject?: string;
  /** The domain of the one shop that it is for; left out, it is for all. */
  shop?: string | undefined;
  lifetimeSeconds?: number;
}

/** An access token as Convot issues them, signed with this checkout's own key: good for development only. */
export async function developmentToken(
  keys: Pick<DevelopmentKeys, 'authPrivateKey'>,
  { organizationId, role, shop, subject = 'user_development', lifetimeSeconds = 12 * 3600 }: TokenOptions,
): Promise<string> {
  return new SignJWT({ org: organizationId, role, ...(shop === undefined ? {} : { shop }) })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(DEVELOPMENT_AUDIENCE)
    .setSubject(subject)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds} s`)
    .sign(await importPKCS8(keys.authPrivateKey, 'RS256'));
}
