import { Refusal } from '../../../connections/commands/refusal.js';
import type { Tenant } from '../../../postgres/tenant.js';
import { merchantViews } from '../merchant/merchant-details.js';
import type { MerchantView } from '../merchant-views.js';
import { rangesOfFilter } from './index-ranges.js';
import { cutPage, type PositionPage, readPositions } from './merchant-positions.js';
import type { MerchantPosition, MerchantQuery } from './merchant-query.js';
import { searchPage } from './merchant-search.js';

/**
 * One page of the organization's merchants: all shops that a visible app was on.
 * @throws Refusal `segment_not_found`, so that nobody takes a segment that is gone for one without members
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
  const { after = null, limit, segmentId } = query;
  if (segmentId !== undefined && !(await isSegment(tenant, segmentId))) throw new Refusal('segment_not_found');
  const order = { ...query, currency: await currencyOf(tenant, query) };
  const search = query.search?.trim() ?? '';
  if (search !== '') return searchPage(tenant, { search, filter: query, order, after, limit });
  const ranges = rangesOfFilter(tenant, query);
  return cutPage(await readPositions(tenant, ranges, order, after, limit + 1), limit);
}

async function isSegment({ sql }: Tenant, id: string): Promise<boolean> {
  const rows = await sql`select from segments where id = ${id} and deleted_at is null`;
  return rows.length > 0;
}

/** A list keeps the currency that its first page began with. */
async function currencyOf(tenant: Tenant, { sort, after, currency }: MerchantQuery): Promise<string | null> {
  if (sort !== 'mrr' && sort !== 'lifetimeValue') return null;
  return after?.currency ?? currency ?? (await commonestCurrency(tenant));
}

const SAMPLE = 100;

/** The currency that most merchants have, by those with the newest events: counting all would read all. */
async function commonestCurrency(tenant: Tenant): Promise<string> {
  const newest = { sort: 'lastEventAt', order: 'desc', currency: null } as const;
  const sample = await readPositions(tenant, rangesOfFilter(tenant, {}), newest, null, SAMPLE);
  const { sql } = tenant;
  const [commonest] = await sql<{ currency: string }[]>`
    select currency
    from unnest(${sample.map(({ shopNumber }) => shopNumber)}::bigint[]) as number
    cross join lateral (select currencies from merchants where shop_number = number offset 0) as merchant
    cross join unnest(string_to_array(merchant.currencies, ' ')) as currency
    group by currency
    order by count(*) desc, currency
    limit 1
  `;
  return commonest?.currency ?? 'USD';
}
