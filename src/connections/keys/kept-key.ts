import { randomBytes } from 'node:crypto';
import type { Sql, TransactionSql } from '../../postgres/sql.js';
import { CodedError } from '../../values/coded-error.js';
import { Secret } from '../../values/secret.js';
import { deriveBytes, KeyRingUnusable, readKeyRing, type TokenKey } from './key-ring.js';
import { isSealedUnder, seal, unseal } from './sealed-text.js';
import { keepKey, type KeptKeyTable, readKey, replaceKey } from './store-kept-keys.js';

/** A random key of the installation's own, kept in the database under the ring, of which it outlives every key. */
export interface KeptKey {
  readonly table: KeptKeyTable;
  /** Bound into the ciphertext, so that none opens as another. */
  readonly purpose: string;
  /** For the operator: what the ring does not open. */
  readonly name: string;
}

type AnySql = Sql | TransactionSql;

/**
 * Reads the key, or makes it at its first use. Whoever may write encrypts it anew where the ring was rotated.
 * @throws KeyRingUnusable when none of the ring's keys opens the one that is stored
 */
export async function openKeptKey(sql: AnySql, kept: KeptKey, keyRing: Secret): Promise<Secret> {
  const keys = sealingKeys(kept, keyRing);
  const stored = (await readKey(sql, kept.table)) ?? (await makeKey(sql, kept, keys[0]));
  const text = openWith(kept, keys, stored);
  // The ring was rotated. A key that leaves it for good must not take this one along.
  if (!isSealedUnder(keys[0], stored)) await replaceKey(sql, kept.table, stored, seal(keys[0], [kept.purpose], text));
  return new Secret(text);
}

/**
 * Reads the key and changes nothing.
 * @returns null where it was not made yet
 * @throws KeyRingUnusable
 */
export async function readKeptKey(sql: AnySql, kept: KeptKey, keyRing: Secret): Promise<Secret | null> {
  const stored = await readKey(sql, kept.table);
  return stored === undefined ? null : new Secret(openWith(kept, sealingKeys(kept, keyRing), stored));
}

/** Several processes may need it first: one's stays, and all read that. */
async function makeKey(sql: AnySql, kept: KeptKey, active: TokenKey): Promise<string> {
  await keepKey(sql, kept.table, seal(active, [kept.purpose], randomBytes(32).toString('base64')));
  const stored = await readKey(sql, kept.table);
  if (stored === undefined)
    throw new CodedError('installation_key_gone', 'A key of this installation was deleted while it was being made.');
  return stored;
}

/** Not the ring's own keys, which encrypt Partner tokens. */
function sealingKeys({ purpose }: KeptKey, keyRing: Secret): readonly [TokenKey, ...TokenKey[]] {
  const [active, ...older] = readKeyRing(keyRing);
  const sealing = ({ id, key }: TokenKey): TokenKey => ({ id, key: deriveBytes(key, purpose) });
  return [sealing(active), ...older.map(sealing)];
}

function openWith({ purpose, name, table }: KeptKey, keys: readonly TokenKey[], stored: string): string {
  const unsealed = unseal(keys, [purpose], stored);
  switch (unsealed.outcome) {
    case 'opened':
      return unsealed.text;
    case 'key_missing':
      throw new KeyRingUnusable(
        `lacks the key "${unsealed.keyId}", which encrypts ${name}. Add it behind the others; ` +
          '`npm run cli -- rotate-keys` encrypts it anew. (docs/reference.md says how to go on without)',
      );
    case 'refused':
      throw new KeyRingUnusable(
        `the key "${unsealed.keyId}" does not open ${name}, whose row in ${table} was altered. ` +
          'Restore it, or see docs/reference.md for how to go on without.',
      );
    case 'unknown_format':
      throw new KeyRingUnusable(`does not open ${name}, which a newer version has written.`);
  }
}
