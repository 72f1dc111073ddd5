import { createHash } from 'node:crypto';

// 144 bits in 24 letters: none of them is a full stop, which the signed text uses to separate its parts.
const HASH_BYTES = 18;

/**
 * The id of a message: the same for the same subject, type and fact, so that an event that is derived again, or
 * otherwise than before, is never a second message.
 * @param subjectId of the connection, or of the organization whose feed it tells
 * @param factKey of the raw row that it stems from, of what became of the connection, or of the place in the feed
 * @returns `msg_` and 24 letters of base64url
 */
export function messageId(subjectId: string, type: string, factKey: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([subjectId, type, factKey]))
    .digest();
  return `msg_${hash.subarray(0, HASH_BYTES).toString('base64url')}`;
}
