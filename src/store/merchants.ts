import type { Status } from '../merchants/vocabulary.js';
import { isRedacted } from './merchant-domain.js';
import { merchantViews } from './merchant-details.js';
import { pageByMoney, pageByTime } from './merchant-pages.js';
import type { MerchantView } from './merchant-views.js';
import type { Tenant } from './tenant.js';

export type MerchantSort = 'mrr' | 'lifetimeValue' | 'lastEventAt' | 'installedAt';

export interface MerchantFilter {
  /** Part of the domain or the name, in any case. */
  readonly search?: string | undefined;
  readonly status?: Status | undefined;
  readonly plan?: string | undefined;
  readonly appNumber?: string | undefined;
}

export interface MerchantQuery extends MerchantFilter {
  readonly sort: MerchantSort;
  readonly order: 'asc' | 'desc';
  /** Money sorts by this one; without it by the one that most merchants have. */
  readonly currency?: string | undefined;
  readonly limit: number;
  /** Where the page before ended; only what `next` gave, and only with the same query. */
  readonly after?: MerchantPosition | undefined;
}

/** Plain JSON, opaque to callers: the last merchant of a page and its sort key. */
export interface MerchantPosition {
  readonly shopNumber: string;
  /** Null behind those that have the key. */
  readonly key: string | null;
  readonly currency: string | null;
}

/** One page of the organization's merchants: all shops that a visible app was on. */
export async function listMerchants(
  tenant: Tenant,
  query: MerchantQuery,
): Promise<{ items: MerchantView[]; next: MerchantPosition | null }> {
  const isMoney = query.sort === 'mrr' || query.sort === 'lifetimeValue';
  const positions = isMoney ? await pageByMoney(tenant, query) : await pageByTime(tenant, query);
  const page = positions.slice(0, query.limit);
  const items = await merchantViews(
    tenant,
    page.map(({ shopNumber }) => shopNumber),
  );
  return { items, next: positions.length > query.limit ? (page.at(-1) ?? null) : null };
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
export async function findShopNumber(tenant: Tenant, key: string): Promise<string | null> {
  return /^[1-9][0-9]{0,17}$/.test(key) ? key : shopSeenLast(tenant, key);
}

async function shopSeenLast({ sql }: Tenant, domain: string): Promise<string | null> {
  if (isRedacted(domain)) return null;
  const [shop] = await sql<{ shopNumber: string }[]>`
    select shop_number
    from merchants
    where lower(myshopify_domain) = ${domain.toLowerCase()}
    order by last_event_at desc, shop_number desc
    limit 1
  `;
  return shop?.shopNumber ?? null;
}
