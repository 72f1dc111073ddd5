import { commonestCurrency } from './commonest-currency.js';
import { merchantViews } from './merchant-details.js';
import { runsOfFilter } from './merchant-runs.js';
import { cutPage, readPositions, type PositionPage } from './merchant-positions.js';
import { searchPage } from './merchant-search.js';
import { isRedacted, isShopNumber, shopSeenLast } from './merchant-domain.js';
import type { MerchantView } from './merchant-views.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { MerchantPosition, MerchantQuery } from './merchant-query.js';

/**
 * One page of the organization's merchants: all shops that a visible app was on.
 * @returns `next` is null at the end only. A page with a `search` may be short before that: see `searchPage`
 */
export async function listMerchants(
  tenant: Tenant,
  query: MerchantQuery,
): Promise<{ items: MerchantView[]; next: MerchantPosition | null }> {
  const { positions, next } = await readPage(tenant, query);
  const items = await merchantViews(
    tenant,
    positions.map(({ shopNumber }) => shopNumber),
  );
  return { items, next };
}

async function readPage(tenant: Tenant, query: MerchantQuery): Promise<PositionPage> {
  const { after = null, limit } = query;
  const order = { ...query, currency: await currencyOf(tenant, query) };
  const search = query.search?.trim() ?? '';
  if (search !== '') return searchPage(tenant, { search, filter: query, order, after, limit });
  const runs = runsOfFilter(tenant, query);
  return cutPage(await readPositions(tenant, runs, order, after, limit + 1), limit);
}

/** A list keeps the currency that its first page began with. */
async function currencyOf(tenant: Tenant, { sort, after, currency }: MerchantQuery): Promise<string | null> {
  if (sort !== 'mrr' && sort !== 'lifetimeValue') return null;
  return after?.currency ?? currency ?? (await commonestCurrency(tenant));
}

/**
 * @param key a `*.myshopify.com` domain, answered by the shop seen there last, or a shop number
 * @returns null for an unknown key and for a redacted domain, which many shops share
 */
export async function findMerchant(tenant: Tenant, key: string): Promise<MerchantView | null> {
  const shopNumber = await findShopNumber(tenant, key);
  if (shopNumber === null) return null;
  const [view] = await merchantViews(tenant, [shopNumber]);
  return view ?? null;
}

/** The number that the key is or stands for; see `findMerchant`. Whether there is such a shop is not looked up. */
export async function findShopNumber({ sql }: Tenant, key: string): Promise<string | null> {
  if (isShopNumber(key)) return key;
  if (isRedacted(key)) return null;
  const [shop] = await sql<{ shopNumber: string }[]>`${shopSeenLast(sql, key)}`;
  return shop?.shopNumber ?? null;
}
