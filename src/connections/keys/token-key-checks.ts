import type { Sql } from '../../postgres/sql.js';
import type { Secret } from '../../values/secret.js';
import { readErasureKey } from './erasure-key.js';
import { deriveBytes, KeyRingUnusable, readKeyRing } from './key-ring.js';
import { type KeyCheck, noteKeyChecks, readKeyChecks, readKeyUses } from './store-key-uses.js';

const PURPOSE = 'convot/token-key-check/v1';

/**
 * For the start of a process: another key under a known id would leave every stored token unreadable, and what was
 * written meanwhile unreadable for those with the right one; and without a key that a stored token is under that token
 * would be. Keys that are new here are noted.
 * @throws KeyRingUnusable
 */
export async function checkTokenKeys(sql: Sql, keyRing: Secret): Promise<void> {
  // Before anything is noted, or a ring that is refused would use up its new ids; and after, for two first starts at once.
  await compareTokenKeys(sql, keyRing);
  await noteKeyChecks(sql, keyChecksOf(keyRing));
  await compareTokenKeys(sql, keyRing);
}

/**
 * The same without noting anything.
 * @throws KeyRingUnusable
 */
export async function compareTokenKeys(sql: Sql, keyRing: Secret): Promise<void> {
  const [known, uses] = await Promise.all([readKeyChecks(sql), readKeyUses(sql)]);
  for (const { keyId, checkValue } of keyChecksOf(keyRing)) {
    const sameId = known.find((check) => check.keyId === keyId);
    const sameKey = known.find((check) => check.checkValue === checkValue);
    if (sameKey !== undefined && sameKey.keyId !== keyId) {
      throw new KeyRingUnusable(
        `the key that is called "${keyId}" is known to this database as "${sameKey.keyId}". ` +
          'Call it that again; what it encrypted names that id. A new id needs a new key.',
      );
    }
    if (sameId !== undefined && sameId.checkValue !== checkValue) {
      throw new KeyRingUnusable(
        `the key "${keyId}" is not the one that this database knows under that id. ` +
          'Give the key that was used until now; a new key needs a new id, in front of the old one.',
      );
    }
  }
  const held = readKeyRing(keyRing).map(({ id }) => id);
  const missing = uses.filter(({ keyId }) => !held.includes(keyId));
  if (missing.length > 0) {
    const told = missing.map(({ keyId, tokens }) => `"${keyId}" (${tokens} ${tokens === 1 ? 'token' : 'tokens'})`);
    throw new KeyRingUnusable(
      `lacks ${told.join(', ')}, under which stored tokens are encrypted. Put it back behind the others, ` +
        'run `npm run cli -- rotate-keys` until nothing is left under it, and take it out then. ' +
        '(docs/reference.md says how to go on without)',
    );
  }
  await readErasureKey(sql, keyRing);
}

function keyChecksOf(keyRing: Secret): KeyCheck[] {
  return readKeyRing(keyRing).map(({ id, key }) => ({
    keyId: id,
    checkValue: deriveBytes(key, PURPOSE).toString('base64url'),
  }));
}
