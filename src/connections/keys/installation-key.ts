import type { Sql } from '../../postgres/sql.js';
import type { Secret } from '../../values/secret.js';
import { type KeptKey, openKeptKey, readKeptKey } from './kept-key.js';
import { deriveBytes } from './key-ring.js';

/**
 * This installation's own random key, from which those of other purposes are derived. Made at the first start. It outlives
 * the keys of the ring: cursors that clients hold and the hashes of requests that may be repeated stay good when the ring
 * is rotated.
 */
export const INSTALLATION_KEY: KeptKey = {
  table: 'installation_key',
  purpose: 'convot/installation-key/v1',
  name: "this installation's own key",
};

/**
 * @throws KeyRingUnusable when none of the ring's keys opens the one that is stored: a new one would let a request that
 *   is repeated be carried out twice
 */
export function openInstallationKey(sql: Sql, keyRing: Secret): Promise<Secret> {
  return openKeptKey(sql, INSTALLATION_KEY, keyRing);
}

/**
 * Whether the stored one opens; changes nothing.
 * @throws KeyRingUnusable
 */
export async function checkInstallationKey(sql: Sql, keyRing: Secret): Promise<void> {
  await readKeptKey(sql, INSTALLATION_KEY, keyRing);
}

/** A key for one purpose, such as signing cursors, so that no key ever serves two. */
export function deriveKey(installationKey: Secret, purpose: string): Buffer {
  return deriveBytes(Buffer.from(installationKey.reveal(), 'base64'), purpose);
}
