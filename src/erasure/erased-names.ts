import { createHmac } from 'node:crypto';
import { openErasureKey, readErasureKey } from '../connections/keys/erasure-key.js';
import type { Tenant } from '../postgres/tenant.js';
import type { Secret } from '../values/secret.js';
import type { ShopName } from './shop-names.js';
import { findHashes, type FoundHash, insertHashes } from './store-erased-names.js';

/** What was erased in an organization, known again by keyed hashes only. */
export interface ErasedNames {
  /** Those of the names that were erased, each with the receipt. */
  among(tenant: Tenant, names: readonly ShopName[]): Promise<ReadonlyMap<ShopName, string>>;
  /** Keeps these away from now on. @param erasureId of the receipt */
  add(tenant: Tenant, names: readonly ShopName[], erasureId: string): Promise<void>;
}

/** @param keyRing opens the key of the hashes, which stays the same as long as the installation has one */
export function createErasedNames(keyRing: Secret): ErasedNames {
  const hashWith =
    (key: Secret, { organizationId }: Tenant) =>
    (name: ShopName) =>
      createHmac('sha256', Buffer.from(key.reveal(), 'base64'))
        .update(`${organizationId}\n${name}`)
        .digest('base64url');
  return {
    async among(tenant, names) {
      // Not kept in memory: a restored database may have another.
      const key = names.length === 0 ? null : await readErasureKey(tenant.sql, keyRing);
      if (key === null) return new Map();
      const hash = hashWith(key, tenant);
      const byHash = new Map(names.map((name) => [hash(name), name]));
      const found = await findHashes(tenant, [...byHash.keys()]);
      const named = ({ hash: own, erasureId }: FoundHash) => {
        const name = byHash.get(own);
        return name === undefined ? [] : [[name, erasureId] as const];
      };
      return new Map(found.flatMap(named));
    },
    async add(tenant, names, erasureId) {
      if (names.length === 0) return;
      const key = (await readErasureKey(tenant.sql, keyRing)) ?? (await openErasureKey(tenant.sql, keyRing));
      await insertHashes(tenant, names.map(hashWith(key, tenant)), erasureId);
    },
  };
}
