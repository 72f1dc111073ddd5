import type { Secret } from '../../values/secret.js';
import type { NewToken } from '../store/connections.js';
import type { TokenCipher } from '../keys/token-cipher.js';

/** What is stored of a token: its ciphertext, and the last four characters by which its owner knows it again. */
export function encryptToken(
  cipher: TokenCipher,
  organizationId: string,
  connectionId: string,
  token: Secret,
): NewToken {
  return { ciphertext: cipher.encrypt({ organizationId, connectionId }, token), hint: token.reveal().slice(-4) };
}
