import { hkdfSync } from 'node:crypto';
import type { Secret } from '../../values/secret.js';

export interface TokenKey {
  /** Stands in clear in every ciphertext that the key made. */
  readonly id: string;
  readonly key: Buffer;
}

/** A key ring that no process starts with. Its message is for the operator and holds no key material. */
export class KeyRingUnusable extends Error {
  readonly code = 'key_ring_unusable';

  /** @param complaint what is wrong, to be read after "TOKEN_KEYS" */
  constructor(readonly complaint: string) {
    super(`TOKEN_KEYS: ${complaint}`);
  }
}

const ENTRY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/;

/**
 * Reads `<key id>:<32 bytes in base64>`, comma separated.
 * @returns the active key first, then those that only decrypt
 * @throws KeyRingUnusable
 */
export function readKeyRing(keyRing: Secret): readonly [TokenKey, ...TokenKey[]] {
  const keys = keyRing
    .reveal()
    .split(',')
    .map((entry, index) => readKey(entry.trim(), index + 1));
  for (const [index, { id, key }] of keys.entries()) {
    for (const earlier of keys.slice(0, index)) {
      if (earlier.id === id) throw new KeyRingUnusable(`names the key "${id}" twice. Give each its own id.`);
      if (earlier.key.equals(key)) {
        throw new KeyRingUnusable(
          `"${earlier.id}" and "${id}" are one key. Give it one id, and make a new key for the other.`,
        );
      }
    }
  }
  const [active, ...older] = keys;
  if (active === undefined) throw new KeyRingUnusable('is empty.');
  return [active, ...older];
}

/** 32 bytes for another purpose, which tell nothing of the key nor of those for any other. */
export function deriveBytes(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', purpose, 32));
}

function readKey(entry: string, position: number): TokenKey {
  const [, id, encoded] = ENTRY.exec(entry) ?? [];
  const key = Buffer.from(encoded ?? '', 'base64');
  if (id === undefined || key.length !== 32) {
    throw new KeyRingUnusable(
      `entry ${position} is not "<key id>:<32 bytes in base64>". Make one with: openssl rand -base64 32`,
    );
  }
  if (key.every((byte) => byte === key[0])) throw new KeyRingUnusable(`entry ${position} is not a random key.`);
  return { id, key };
}
