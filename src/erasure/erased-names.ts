import { createHmac } from 'node:crypto';
import { openErasureKey, readErasureKey } from '../connections/keys/erasure-key.js';
import type { Tenant } from '../postgres/tenant.js';
import type { Secret } from '../values/secret.js';
import { decidingNames, type Erased, NOTHING_ERASED, type RowNames, undecided } from './row-names.js';
import { nameOfNumberless, type ShopName } from './shop-names.js';
import { findErasures, findHashes, findHere, forgetHashes, insertHashes } from './store-erased-names.js';

/** What was erased in an organization, known again by keyed hashes only. */
export interface ErasedNames {
  /** What of these rows was erased. */
  among(tenant: Tenant, rows: readonly RowNames[]): Promise<Erased>;
  /** Those of these names that are kept away. */
  known(tenant: Tenant, names: readonly ShopName[]): Promise<ReadonlySet<ShopName>>;
  /** Keeps these away from now on. @param erasureId of the receipt */
  add(tenant: Tenant, names: readonly ShopName[], erasureId: string): Promise<void>;
  /** Keeps these away no more. */
  forget(tenant: Tenant, names: readonly ShopName[]): Promise<void>;
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
    async among(tenant, rows) {
      const names = rows.flatMap(decidingNames);
      // Not kept in memory: a restored database may have another.
      const key = names.length === 0 ? null : await readErasureKey(tenant.sql, keyRing);
      if (key === null) return NOTHING_ERASED;
      const hash = hashWith(key, tenant);
      const byHash = new Map(names.map((name) => [hash(name), name]));
      // In one statement: who stores beside it may learn a number, for which a marker goes.
      const ofErasures = await findErasures(tenant, [...byHash.keys()]);
      const found = new Map(ofErasures.map(({ hash: own, erasureId }) => [own, erasureId]));
      if (found.size === 0) return NOTHING_ERASED;
      const erasures = new Map(
        [...byHash].flatMap(([own, name]) => {
          const erasureId = found.get(own);
          return erasureId === undefined ? [] : [[name, erasureId] as const];
        }),
      );
      const markers = [...new Set(found.values())].flatMap((id) => [
        nameOfNumberless('shop', id),
        nameOfNumberless('shopify', id),
      ]);
      const numberless = new Set(markers.filter((marker) => found.has(hash(marker))));
      const here = await findHere(tenant, undecided(rows, { ...NOTHING_ERASED, erasures }));
      return { erasures, numberless, here };
    },
    async known(tenant, names) {
      const key = await readErasureKey(tenant.sql, keyRing);
      if (key === null) return new Set();
      const hash = hashWith(key, tenant);
      const byHash = new Map(names.map((name) => [hash(name), name]));
      const found = await findHashes(tenant, [...byHash.keys()]);
      return new Set(found.flatMap((own) => byHash.get(own) ?? []));
    },
    async add(tenant, names, erasureId) {
      if (names.length === 0) return;
      const key = (await readErasureKey(tenant.sql, keyRing)) ?? (await openErasureKey(tenant.sql, keyRing));
      await insertHashes(tenant, names.map(hashWith(key, tenant)), erasureId);
    },
    async forget(tenant, names) {
      const key = names.length === 0 ? null : await readErasureKey(tenant.sql, keyRing);
      if (key !== null) await forgetHashes(tenant, names.map(hashWith(key, tenant)));
    },
  };
}
