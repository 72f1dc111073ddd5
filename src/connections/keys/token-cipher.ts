import { Secret } from '../../values/secret.js';
import type { NewToken } from '../store/connections.js';
import { readKeyRing } from './key-ring.js';
import { seal, unseal } from './sealed-text.js';

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

/**
 * Encrypts Partner tokens (see `seal`).
 * @param keyRing `<key id>:<32 bytes in base64>`, comma separated; the first key encrypts, the others only decrypt
 * @throws KeyRingUnusable, so that no process starts without one
 */
export function createTokenCipher(keyRing: Secret): TokenCipher {
  const keys = readKeyRing(keyRing);
  const contextOf = ({ organizationId, connectionId }: TokenOwner) => [PURPOSE, organizationId, connectionId];
  return {
    encrypt: (owner, token) => seal(keys[0], contextOf(owner), token.reveal()),
    decrypt: (owner, ciphertext) => {
      const unsealed = unseal(keys, contextOf(owner), ciphertext);
      switch (unsealed.outcome) {
        case 'opened':
          return new Secret(unsealed.text);
        case 'unknown_format':
          throw new TokenUnreadable('A stored Partner token has an unknown format. Was it written by a newer version?');
        case 'key_missing':
          throw new TokenUnreadable(
            `TOKEN_KEYS lacks the key "${unsealed.keyId}", which encrypted a stored token. Add it to the ring.`,
          );
        case 'refused':
          throw new TokenUnreadable(
            `A stored token does not decrypt with the key "${unsealed.keyId}": the key differs, or the row was altered or moved.`,
          );
      }
    },
  };
}

/** What is stored of a token: its ciphertext, and the last four characters by which its owner knows it again. */
export function encryptToken(
  cipher: TokenCipher,
  organizationId: string,
  connectionId: string,
  token: Secret,
): NewToken {
  return { ciphertext: cipher.encrypt({ organizationId, connectionId }, token), hint: token.reveal().slice(-4) };
}
