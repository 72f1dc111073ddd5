import type { Sql, TransactionSql } from '../../postgres/sql.js';
import type { Secret } from '../../values/secret.js';
import { type KeptKey, openKeptKey, readKeptKey } from './kept-key.js';

/** By which the names of what was erased are hashed. Made at the first erasure; another one would know none of them. */
export const ERASURE_KEY: KeptKey = {
  table: 'erasure_key',
  purpose: 'convot/erasure-key/v1',
  name: 'the key by which erased shops are known again',
};

/** For whoever erases. @throws KeyRingUnusable */
export function openErasureKey(sql: Sql | TransactionSql, keyRing: Secret): Promise<Secret> {
  return openKeptKey(sql, ERASURE_KEY, keyRing);
}

/** For whoever asks what was erased. @returns null where nothing ever was @throws KeyRingUnusable */
export function readErasureKey(sql: Sql | TransactionSql, keyRing: Secret): Promise<Secret | null> {
  return readKeptKey(sql, ERASURE_KEY, keyRing);
}
