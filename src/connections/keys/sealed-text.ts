import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { CodedError } from '../../values/coded-error.js';
import type { TokenKey } from './key-ring.js';

export type Unsealed =
  | { readonly outcome: 'opened'; readonly text: string }
  | { readonly outcome: 'unknown_format' }
  | { readonly outcome: 'key_missing'; readonly keyId: string }
  | { readonly outcome: 'refused'; readonly keyId: string };

const IV_BYTES = 12;
const TAG_BYTES = 16;
const ENVELOPE = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{22})$/;

/**
 * AES-256-GCM, as `v1.<key id>.<iv>.<ciphertext>.<tag>` in base64url.
 * @param context what the text is and whose; bound into the ciphertext with the key's id, so that it opens nowhere else
 */
export function seal({ id, key }: TokenKey, context: readonly string[], text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(context, id));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', id, ...[iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
}

export function unseal(keys: readonly TokenKey[], context: readonly string[], sealed: string): Unsealed {
  const [, keyId, iv, ciphertext, tag] = ENVELOPE.exec(sealed) ?? [];
  if (keyId === undefined || iv === undefined || ciphertext === undefined || tag === undefined) {
    return { outcome: 'unknown_format' };
  }
  const key = keys.find(({ id }) => id === keyId)?.key;
  if (key === undefined) return { outcome: 'key_missing', keyId };
  try {
    // Node accepts a tag cut to four bytes unless the length is named.
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(iv), { authTagLength: TAG_BYTES });
    decipher.setAAD(additionalData(context, keyId));
    decipher.setAuthTag(bytes(tag));
    const text = Buffer.concat([decipher.update(bytes(ciphertext)), decipher.final()]).toString('utf8');
    return { outcome: 'opened', text };
  } catch {
    return { outcome: 'refused', keyId };
  }
}

/** Whether this key made it, to judge by the id that it bears. */
export function isSealedUnder({ id }: TokenKey, sealed: string): boolean {
  return ENVELOPE.exec(sealed)?.[1] === id;
}

function additionalData(context: readonly string[], keyId: string): Buffer {
  return Buffer.from([...context, keyId].join('|'), 'utf8');
}

/** Base64url decodes leniently in Node; two texts for the same bytes would let a stored value be altered unseen. */
function bytes(text: string): Buffer {
  const decoded = Buffer.from(text, 'base64url');
  if (decoded.toString('base64url') !== text) throw new CodedError('not_canonical', 'not canonical base64url');
  return decoded;
}
