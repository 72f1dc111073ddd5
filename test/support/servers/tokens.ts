import { generateKeyPairSync } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import type { AuthSettings } from '../../../src/config/config.js';

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** Public key, issuer and audience of this test file's access tokens. */
export const testAuthSettings = {
  key: { publicKey: keys.publicKey },
  issuer: 'https://convot.test',
  audience: 'partner-sync',
  maxAgeSeconds: 900,
} satisfies AuthSettings;

/**
 * An access token as Convot issues it, valid for ten minutes.
 * @param claims replace or, when undefined, remove what a good token has
 */
export async function accessToken(
  claims: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const { issuer, audience } = testAuthSettings;
  const good = { iss: issuer, aud: audience, sub: 'user_1', org: 'org_1', role: 'owner', iat: now, exp: now + 600 };
  return new SignJWT({ ...good, ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...header })
    .sign(await importPKCS8(keys.privateKey, 'RS256'));
}
