import { randomUUID } from 'node:crypto';
import { Refusal } from '../../connections/commands/refusal.js';
import type { Actor } from '../../contract/actor.js';
import type { ErasedNames } from '../../erasure/erased-names.js';
import { type ErasureReceipt, findReceipt, insertReceipt } from '../../erasure/receipts.js';
import { erasureOf, namesOfKey } from '../../erasure/row-names.js';
import { eraseRows, holdErasures } from '../../erasure/store-erased-names.js';
import { writeAuditLine } from '../../postgres/audit.js';
import type { Sql } from '../../postgres/sql.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
import { lockMerchants } from '../derive/input/due-pairs.js';
import { findDamagedRows, findDamagedShop } from './damaged-rows.js';
import { findErasableShop } from './erasable-shop.js';
import { namesOfShop } from './names-of-shop.js';
import { readShopFacts } from './shop-facts.js';

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
    const shop = (await findErasableShop(tenant, key)) ?? (await findDamagedShop(tenant, key));
    if (shop === null) return receiptOfBefore(tenant, erasedNames, key);
    const id = randomUUID();
    const facts = await readShopFacts(tenant, shop);
    const names = namesOfShop(facts, id);
    const { shopNumber, domains, shopify, charges } = facts;
    const shopifyNumbers = [...shopify.sure, ...shopify.possible];
    const damaged = await findDamagedRows(tenant, { shopNumber, shopifyNumbers }, names);
    const seats = shopify.sure.length > 0 ? [] : domains;
    const counts = await eraseRows(tenant, { shopNumber, domains, seats, shopifyNumbers, charges, damaged });
    await erasedNames.add(tenant, names, id);
    await writeAuditLine(tenant, { actor, action: 'erase_merchant', connectionId: null, detail: { receipt: id } });
    return insertReceipt(tenant, { id, actor, kind: 'merchant', counts, isFinished: true });
  });
}

async function receiptOfBefore(tenant: Tenant, names: ErasedNames, key: string): Promise<ErasureReceipt> {
  const row = namesOfKey(key);
  const id = erasureOf(row, await names.among(tenant, [row]));
  const receipt = id === undefined ? undefined : await findReceipt(tenant, id);
  if (receipt === undefined) throw new Refusal('not_found');
  return receipt;
}
