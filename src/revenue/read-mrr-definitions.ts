import type { MerchantName } from '../contract/merchant-words.js';
import type { Tenant } from '../postgres/tenant.js';
import type { Instant } from '../values/instant.js';
import { type CurrencySums, DefinitionSums } from './mrr-definitions/definition-sums.js';
import { readRevenueScope, type RevenueScope } from './store/revenue-scope.js';
import { readShopStandings } from './store/shop-standings.js';

export interface MrrDefinitions {
  readonly currencies: readonly CurrencySums[];
  /** Of the shops that are named, by number. */
  readonly names: ReadonlyMap<string, MerchantName>;
  readonly scope: RevenueScope;
}

/**
 * MRR by each definition over all merchants, at one moment.
 * @param tenant in a snapshot
 * @param appNumber bigint as text; of this app alone
 */
export async function readMrrDefinitions(
  tenant: Tenant,
  at: Instant,
  appNumber: string | undefined,
): Promise<MrrDefinitions> {
  const scope = await readRevenueScope(tenant, appNumber);
  const sums = new DefinitionSums();
  for await (const shop of readShopStandings(tenant, scope, at)) sums.add(shop);
  const currencies = sums.currencies();
  const named = currencies.flatMap(({ definitions }) =>
    [...definitions.values()].flat().flatMap(({ largest }) => largest.map(({ shopNumber }) => shopNumber)),
  );
  return { currencies, names: await readNames(tenant, [...new Set(named)]), scope };
}

async function readNames({ sql }: Tenant, shopNumbers: readonly string[]): Promise<Map<string, MerchantName>> {
  if (shopNumbers.length === 0) return new Map();
  const rows = await sql<MerchantName[]>`
    select shop_number, myshopify_domain, name from merchants where shop_number = any (${[...shopNumbers]}::bigint[])
  `;
  return new Map(
    rows.map(({ shopNumber, myshopifyDomain, name }) => [shopNumber, { shopNumber, myshopifyDomain, name }]),
  );
}
