import { randomBytes } from 'node:crypto';
import type { Sql } from '../../postgres/sql.js';
import { CodedError } from '../../values/coded-error.js';
import { Secret } from '../../values/secret.js';
import { deriveBytes, KeyRingUnusable, readKeyRing, type TokenKey } from './key-ring.js';
import { isSealedUnder, seal, unseal } from './sealed-text.js';
import { keepInstallationKey, readInstallationKey, replaceInstallationKey } from './store-installation-keys.js';

const PURPOSE = 'convot/installation-key/v1';

/**
 * This installation's own random key, from which those of other purposes are derived. Made at the first start, kept in
 * the database under the active key of the ring. It outlives that key: cursors that clients hold and the hashes of
 * requests that may be repeated stay good when the ring is rotated.
 * @throws KeyRingUnusable when none of the ring's keys opens the one that is stored: a new one would let a request that
 *   is repeated be carried out twice
 */
export async function openInstallationKey(sql: Sql, keyRing: Secret): Promise<Secret> {
  const keys = sealingKeys(keyRing);
  const stored = (await readInstallationKey(sql)) ?? (await makeInstallationKey(sql, keys[0]));
  const text = openWith(keys, stored);
  if (!isSealedUnder(keys[0], stored)) {
    // The ring was rotated. A key that leaves it for good must not take this one along.
    await replaceInstallationKey(sql, stored, seal(keys[0], [PURPOSE], text));
  }
  return new Secret(text);
}

/**
 * Whether the stored one opens; changes nothing.
 * @throws KeyRingUnusable
 */
export async function checkInstallationKey(sql: Sql, keyRing: Secret): Promise<void> {
  const stored = await readInstallationKey(sql);
  if (stored !== undefined) openWith(sealingKeys(keyRing), stored);
}

/** A key for one purpose, such as signing cursors, so that no key ever serves two. */
export function deriveKey(installationKey: Secret, purpose: string): Buffer {
  return deriveBytes(Buffer.from(installationKey.reveal(), 'base64'), purpose);
}

/** Several processes may start at once: the first one's stays, and all read that. */
async function makeInstallationKey(sql: Sql, active: TokenKey): Promise<string> {
  await keepInstallationKey(sql, seal(active, [PURPOSE], randomBytes(32).toString('base64')));
  const kept = await readInstallationKey(sql);
  if (kept === undefined)
    throw new CodedError('installation_key_gone', 'The key of this installation was deleted while it was being made.');
  return kept;
}

/** Not the ring's own keys, which encrypt Partner tokens. */
function sealingKeys(keyRing: Secret): readonly [TokenKey, ...TokenKey[]] {
  const [active, ...older] = readKeyRing(keyRing);
  const sealing = ({ id, key }: TokenKey): TokenKey => ({ id, key: deriveBytes(key, PURPOSE) });
  return [sealing(active), ...older.map(sealing)];
}

function openWith(keys: readonly TokenKey[], stored: string): string {
  const unsealed = unseal(keys, [PURPOSE], stored);
  switch (unsealed.outcome) {
    case 'opened':
      return unsealed.text;
    case 'key_missing':
      throw new KeyRingUnusable(
        `lacks the key "${unsealed.keyId}", which encrypts this installation's own key. Add it behind the others; ` +
          'the next start of the api encrypts it anew. (docs/reference.md says how to go on without)',
      );
    case 'refused':
      throw new KeyRingUnusable(
        `the key "${unsealed.keyId}" does not open this installation's own key, whose row in installation_key was altered. ` +
          'Restore it, or see docs/reference.md for how to go on without.',
      );
    case 'unknown_format':
      throw new KeyRingUnusable("does not open this installation's own key, which a newer version has written.");
  }
}
