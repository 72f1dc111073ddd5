import { createHash } from 'node:crypto';

// 144 bits in 24 letters: none of them is a full stop, which the signed text uses to separate its parts.
const HASH_BYTES = 18;

/**
 * The id of a message: the same for the same connection, type and fact, so that an event that is derived again, or
 * otherwise than before, is never a second message.
 * @param factKey of the raw row that it stems from, or of what became of the connection
 * @returns `msg_` and 24 letters of base64url
 */
export function messageId(connectionId: string, type: string, factKey: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([connectionId, type, factKey]))
    .digest();
  return `msg_${hash.subarray(0, HASH_BYTES).toString('base64url')}`;
}
