import type { Tenant } from '../../../postgres/tenant.js';
import { rangesOfFilter, rangesOfShops } from './index-ranges.js';
import { cutPage, type PositionPage, readPositions, type ResolvedOrder } from './merchant-positions.js';
import type { MerchantFilter, MerchantPosition } from './merchant-query.js';

interface Search {
  /** Not blank. */
  readonly search: string;
  readonly filter: MerchantFilter;
  readonly order: ResolvedOrder;
  readonly after: MerchantPosition | null;
  readonly limit: number;
}

const STRIDE = 400;
// Where more shops match than are sorted, a page of fifty is still found by the walk among 150,000 merchants, unless
// sort and search go against each other.
const MOST_SORTED = 4_000;
const MOST_WALKED = 2_000;

/**
 * One page of the merchants whose domain or name has the text in it. No index answers "has it and is next in the
 * order", so the list is walked and those without it are left out, or else all that have it are looked up and sorted.
 * Which of the two is found out rather than estimated: a text that many have fills the page within a stride; then the
 * look-up tells whether few have it; only a text between the two is walked on for. All of them read some thousand rows
 * at most. A walk that ends early gives a short page, with `next` where it ended.
 */
export async function searchPage(
  tenant: Tenant,
  { search, filter, order, after, limit }: Search,
): Promise<PositionPage> {
  const matches: MerchantPosition[] = [];
  let last = after;
  for (let walked = 0; walked < MOST_WALKED; walked += STRIDE) {
    const stride = await readPositions(tenant, rangesOfFilter(tenant, filter), order, last, STRIDE);
    matches.push(...(await matching(tenant, search, stride)));
    if (matches.length > limit) return cutPage(matches, limit);
    if (stride.length < STRIDE) return { positions: matches, next: null };
    last = stride.at(-1) ?? null;
    const shops = walked === 0 ? await findFewShops(tenant, search) : null;
    if (shops === null) continue;
    return cutPage(await readPositions(tenant, rangesOfShops(tenant, filter, shops), order, after, limit + 1), limit);
  }
  return { positions: matches, next: last };
}

/** Null when there are many, or may be: a single letter is not looked up. */
async function findFewShops({ sql }: Tenant, search: string): Promise<string[] | null> {
  if (/^.$/su.test(search)) return null;
  const rows = await sql<{ shopNumber: string }[]>`
    select shop_number from find_shops(${search}, ${MOST_SORTED + 1}) as shop_number
  `;
  return rows.length > MOST_SORTED ? null : rows.map(({ shopNumber }) => shopNumber);
}

async function matching(
  { sql }: Tenant,
  search: string,
  positions: readonly MerchantPosition[],
): Promise<MerchantPosition[]> {
  const rows = await sql<{ shopNumber: string }[]>`
    select shop_number
    from unnest(${positions.map(({ shopNumber }) => shopNumber)}::bigint[]) as number
    cross join lateral (select shop_number, words from merchant_names where shop_number = number offset 0) as own
    where strpos(words, lower(${search})) > 0
  `;
  const found = new Set(rows.map(({ shopNumber }) => shopNumber));
  return positions.filter(({ shopNumber }) => found.has(shopNumber));
}
