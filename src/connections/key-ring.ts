import { hkdfSync } from 'node:crypto';
import { CodedError } from '../coded-error.js';
import type { Secret } from '../secret.js';

export interface TokenKey {
  /** Stands in clear in every ciphertext that the key made. */
  readonly id: string;
  readonly key: Buffer;
}

const ENTRY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/;

/**
 * Reads `<key id>:<32 bytes in base64>`, comma separated.
 * @returns the active key first, then those that only decrypt
 * @throws a message for the operator, without any key material
 */
export function readKeyRing(keyRing: Secret): readonly [TokenKey, ...TokenKey[]] {
  const keys = keyRing
    .reveal()
    .split(',')
    .map((entry, index) => readKey(entry.trim(), index + 1));
  const repeated = keys.find(({ id }, index) => keys.findIndex((other) => other.id === id) !== index);
  if (repeated !== undefined)
    throw new CodedError(
      'token_keys_unusable',
      `TOKEN_KEYS names the key "${repeated.id}" twice. Give each its own id.`,
    );
  const [active, ...older] = keys;
  if (active === undefined) throw new CodedError('token_keys_unusable', 'TOKEN_KEYS is empty.');
  return [active, ...older];
}

/** A key of its own for another purpose, such as signing cursors, so that no key ever serves two. */
export function deriveKey(keyRing: Secret, purpose: string): Buffer {
  const [active] = readKeyRing(keyRing);
  return Buffer.from(hkdfSync('sha256', active.key, '', purpose, 32));
}

function readKey(entry: string, position: number): TokenKey {
  const [, id, encoded] = ENTRY.exec(entry) ?? [];
  const key = Buffer.from(encoded ?? '', 'base64');
  if (id === undefined || key.length !== 32) {
    throw new CodedError(
      'token_keys_unusable',
      `TOKEN_KEYS: entry ${position} is not "<key id>:<32 bytes in base64>". Make one with: openssl rand -base64 32`,
    );
  }
  if (key.every((byte) => byte === key[0]))
    throw new CodedError('token_keys_unusable', `TOKEN_KEYS: entry ${position} is not a random key.`);
  return { id, key };
}
