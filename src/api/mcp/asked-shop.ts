import { Refusal } from '../../connections/commands/refusal.js';
import { ApiProblem } from '../../contract/problems.js';
import { findShopNumber } from '../../merchants/read/merchant/find-merchant.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Caller } from '../../sign-in/authenticate.js';
import { shopDomain } from '../../values/shop-domain.js';

/**
 * The number of the shop that is asked for; left out, that of the token. A token's domain means the shop seen there last,
 * as everywhere: one that has moved on is not found by it any more.
 * @throws Refusal `not_found`; ApiProblem `forbidden` for another shop than the token's, known or not
 */
export async function askedShop(tenant: Tenant, { shop: own }: Caller, asked: string | undefined): Promise<string> {
  const ownNumber = own === null ? null : await findShopNumber(tenant, own);
  if (own !== null && asked !== undefined && shopDomain(asked) !== own && asked !== ownNumber) {
    throw new ApiProblem('forbidden', { isForOneShop: true });
  }
  const number = own === null ? await findShopNumber(tenant, asked ?? '') : ownNumber;
  if (number === null) throw new Refusal('not_found');
  return number;
}
