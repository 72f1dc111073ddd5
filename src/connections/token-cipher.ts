import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret } from '../secret.js';
import { readKeyRing, type TokenKey } from './key-ring.js';

/** Whose token it is. Bound into the ciphertext, so that a row copied to another connection does not decrypt. */
export interface TokenOwner {
  readonly organizationId: string;
  readonly connectionId: string;
}

export interface TokenCipher {
  encrypt(owner: TokenOwner, token: Secret): string;
  /** @throws TokenUnreadable */
  decrypt(owner: TokenOwner, ciphertext: string): Secret;
}

/** A stored token that this installation cannot decrypt: an operator's matter, and cured by reconnecting with a token. */
export class TokenUnreadable extends Error {
  readonly code = 'token_unreadable';
}

const PURPOSE = 'convot/partner-token/v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ENVELOPE = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{22})$/;

/**
 * AES-256-GCM over Partner tokens, as `v1.<key id>.<iv>.<ciphertext>.<tag>` in base64url.
 * @param keyRing `<key id>:<32 bytes in base64>`, comma separated; the first key encrypts, the others only decrypt
 * @throws when the key ring is not usable, so that no process starts without one
 */
export function createTokenCipher(keyRing: Secret): TokenCipher {
  const keys = readKeyRing(keyRing);
  const [active] = keys;
  return {
    encrypt: (owner, token) => encrypt(active, owner, token),
    decrypt: (owner, ciphertext) => decrypt(keys, owner, ciphertext),
  };
}

function encrypt({ id, key }: TokenKey, owner: TokenOwner, token: Secret): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(owner, id));
  const ciphertext = Buffer.concat([cipher.update(token.reveal(), 'utf8'), cipher.final()]);
  return ['v1', id, ...[iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
}

function decrypt(keys: readonly TokenKey[], owner: TokenOwner, stored: string): Secret {
  const [, id, iv, ciphertext, tag] = ENVELOPE.exec(stored) ?? [];
  if (id === undefined || iv === undefined || ciphertext === undefined || tag === undefined) {
    throw new TokenUnreadable('A stored Partner token has an unknown format. Was it written by a newer version?');
  }
  const key = keys.find((candidate) => candidate.id === id)?.key;
  if (key === undefined) {
    throw new TokenUnreadable(`TOKEN_KEYS lacks the key "${id}", which encrypted a stored token. Add it to the ring.`);
  }
  try {
    // Node accepts a tag cut to four bytes unless the length is named.
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(iv), { authTagLength: TAG_BYTES });
    decipher.setAAD(additionalData(owner, id));
    decipher.setAuthTag(bytes(tag));
    return new Secret(Buffer.concat([decipher.update(bytes(ciphertext)), decipher.final()]).toString('utf8'));
  } catch {
    throw new TokenUnreadable(
      `A stored token does not decrypt with the key "${id}": the key differs, or the row was altered or moved.`,
    );
  }
}

function additionalData({ organizationId, connectionId }: TokenOwner, keyId: string): Buffer {
  return Buffer.from([PURPOSE, organizationId, connectionId, keyId].join('|'), 'utf8');
}

/** Base64url decodes leniently in Node; two texts for the same bytes would let a stored value be altered unseen. */
function bytes(text: string): Buffer {
  const decoded = Buffer.from(text, 'base64url');
  if (decoded.toString('base64url') !== text) throw new TokenUnreadable('not canonical base64url');
  return decoded;
}
