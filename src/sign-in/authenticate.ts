import {
  createRemoteJWKSet,
  type CryptoKey,
  decodeProtectedHeader,
  importSPKI,
  jwtVerify,
  type JWTVerifyGetKey,
} from 'jose';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { AuthSettings } from '../config/config.js';
import type { Actor } from '../contract/actor.js';
import { type Role, ROLES } from '../contract/connection-words.js';
import { ApiProblem } from '../contract/problems.js';
import { MYSHOPIFY_DOMAIN } from '../values/shop-domain.js';
import { readStrictJson } from '../values/strict-json.js';
import { strongKeysOf } from './strong-keys.js';

export interface Caller extends Actor {
  readonly role: Role;
  /** The domain of the one shop that the token is for: whoever holds it may ask of no other. Null: of all. */
  readonly shop: string | null;
}

/** @throws ApiProblem `unauthenticated`, the same for every reason; `unavailable` when the keys cannot be fetched */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

// Beyond what any clock of ours drifts; only for "issued in the future", never for an expired token.
const CLOCK_TOLERANCE_SECONDS = 30;
const MAX_TOKEN_LENGTH = 8 * 1024;
const COMPACT = /^Bearer ([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

/** Only what an honest token carries: no embedded key, no address of a key, no critical extension. */
const Header = z.strictObject({
  alg: z.literal('RS256'),
  typ: z.enum(['JWT', 'at+jwt']).optional(),
  kid: z.string().max(200).optional(),
});

const plainText = z.string().regex(/^[\x21-\x7e]{1,200}$/);
const Claims = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: plainText,
  org: plainText,
  role: z.enum(ROLES),
  iat: z.int().nonnegative(),
  exp: z.int().nonnegative(),
  // Absent, or a domain: any other value would be read as "of all shops" by a reader that is less strict.
  shop: z.string().regex(MYSHOPIFY_DOMAIN).optional(),
});

/**
 * Verifies Convot's access tokens: RS256 only, one issuer, one audience, every claim present and of its exact type.
 * @param log is told once of each key of the key server that is too weak to be believed
 */
export async function createAuthenticate(settings: AuthSettings, log?: Pick<Logger, 'error'>): Promise<Authenticate> {
  const { issuer, audience, maxAgeSeconds } = settings;
  const key = await verificationKey(settings, log);
  return async (authorization) => {
    const token = readToken(authorization);
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['RS256'],
        issuer,
        audience,
        requiredClaims: ['exp', 'iat', 'sub', 'org', 'role'],
        maxTokenAge: maxAgeSeconds,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });
      const { exp, iat, org, sub, role, shop = null } = Claims.parse(payload);
      if (exp <= Date.now() / 1000 || exp - iat > maxAgeSeconds) throw unauthenticated();
      return { organizationId: org, name: sub, role, shop };
    } catch (error) {
      throw isKeyServerFailure(error)
        ? new ApiProblem('unavailable', { headers: { 'Retry-After': '5' } })
        : unauthenticated();
    }
  };
}

/** A token in the one spelling that exists for it: canonical base64url, no repeated names in header or claims. */
function readToken(authorization: string | undefined): string {
  if (authorization === undefined || authorization.length > MAX_TOKEN_LENGTH) throw unauthenticated();
  const [, ...parts] = COMPACT.exec(authorization) ?? [];
  if (parts.length !== 3 || parts.some((part) => recode(part) !== part)) throw unauthenticated();
  const [header, claims] = parts.slice(0, 2).map((part) => readStrictJson(Buffer.from(part, 'base64url')));
  if (header?.outcome !== 'object' || claims?.outcome !== 'object') throw unauthenticated();
  const token = parts.join('.');
  if (!Header.safeParse(decodeProtectedHeader(token)).success) throw unauthenticated();
  return token;
}

function recode(part: string): string {
  return Buffer.from(part, 'base64url').toString('base64url');
}

async function verificationKey(
  { key }: AuthSettings,
  log: Pick<Logger, 'error'> | undefined,
): Promise<JWTVerifyGetKey> {
  if ('jwksUrl' in key) {
    return strongKeysOf(createRemoteJWKSet(new URL(key.jwksUrl), { timeoutDuration: 5_000 }), log);
  }
  const publicKey: CryptoKey = await importSPKI(key.publicKey, 'RS256');
  return () => Promise.resolve(publicKey);
}

/** The key server's failure, not the token's: jose gives a time-out its own code and passes network errors through. */
function isKeyServerFailure(error: unknown): boolean {
  if (error instanceof ApiProblem || error instanceof z.ZodError) return false;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(code)) return true;
  return !code.startsWith('ERR_J');
}

function unauthenticated(): ApiProblem {
  return new ApiProblem('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer' } });
}
