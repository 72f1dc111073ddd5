import { randomUUID } from 'node:crypto';
import { Refusal } from '../../connections/commands/refusal.js';
import type { Actor } from '../../contract/actor.js';
import type { ErasedNames } from '../../erasure/erased-names.js';
import { type ErasureReceipt, findReceipt, insertReceipt } from '../../erasure/receipts.js';
import {
  nameOfCalled,
  nameOfDomain,
  nameOfShop,
  nameOfShopifyShop,
  namesOfKey,
  type ShopName,
} from '../../erasure/shop-names.js';
import { eraseRows, holdErasures } from '../../erasure/store-erased-names.js';
import { writeAuditLine } from '../../postgres/audit.js';
import type { Sql } from '../../postgres/sql.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
import { lockMerchants } from '../derive/input/due-pairs.js';
import { findDamagedRows } from './damaged-rows.js';
import { findErasableShop, readShopFacts, type ShopFacts } from './erasable-shop.js';

export interface EraseDeps {
  readonly sql: Sql;
  readonly erasedNames: ErasedNames;
}

/**
 * Erases a shop for good, in one transaction: its rows of every connection of the organization and all that is derived of
 * them; and keeps the keyed hashes of what it is known by, so that nothing of Shopify's brings it back. A page that is
 * being stored is stored before, and its rows go too, or is looked through after.
 * Repeating it changes nothing, and answers with the first receipt.
 * @param key as of `findMerchant`
 * @throws Refusal `not_found` for a shop that was never there
 */
export async function eraseMerchant(
  { sql, erasedNames }: EraseDeps,
  { organizationId, name: actor }: Actor,
  key: string,
): Promise<ErasureReceipt> {
  return withTenant(sql, organizationId, async (tenant) => {
    await holdErasures(tenant);
    await lockMerchants(tenant);
    const shopNumber = await findErasableShop(tenant, key);
    if (shopNumber === null) return receiptOfBefore(tenant, erasedNames, key);
    const facts = await readShopFacts(tenant, shopNumber);
    const names = namesOf(facts);
    const damaged = await findDamagedRows(tenant, { shopNumber, erased: new Set(names) });
    const id = randomUUID();
    const counts = await eraseRows(tenant, { ...facts, damaged });
    await erasedNames.add(tenant, names, id);
    await writeAuditLine(tenant, { actor, action: 'erase_merchant', connectionId: null, detail: { receipt: id } });
    return insertReceipt(tenant, { id, actor, kind: 'merchant', counts });
  });
}

async function receiptOfBefore(tenant: Tenant, names: ErasedNames, key: string): Promise<ErasureReceipt> {
  const [id] = (await names.among(tenant, namesOfKey(key))).values();
  const receipt = id === undefined ? undefined : await findReceipt(tenant, id);
  if (receipt === undefined) throw new Refusal('not_found');
  return receipt;
}

function namesOf({ shopNumber, domains, shopifyNumbers, charges, names }: ShopFacts): ShopName[] {
  return [
    nameOfShop(shopNumber),
    ...domains.flatMap((domain) => nameOfDomain(domain) ?? []),
    ...shopifyNumbers.map(nameOfShopifyShop),
    ...names.flatMap((name) => nameOfCalled(name) ?? []),
    ...charges.map((charge): ShopName => `charge ${charge}` as ShopName),
  ];
}
