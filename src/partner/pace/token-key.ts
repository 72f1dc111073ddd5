import { createHash } from 'node:crypto';
import type { Secret } from '../../values/secret.js';

// Of this purpose alone, so that no other digest of a token that may be seen somewhere is the same.
const PURPOSE = 'pace of a Partner API token\n';

/** Names a token's pace to every process, and leads nobody back to the token: that is 128 random bits. */
export function tokenKeyOf(accessToken: Secret): string {
  return createHash('sha256').update(PURPOSE).update(accessToken.reveal()).digest('base64url');
}
