import { readPositions } from './merchant-positions.js';
import { runsOfFilter } from './merchant-runs.js';
import type { Tenant } from '../../postgres/tenant.js';

const SAMPLE = 100;

/** The currency that most merchants have, by those with the newest events: counting all would read all. */
export async function commonestCurrency(tenant: Tenant): Promise<string> {
  const newest = { sort: 'lastEventAt', order: 'desc', currency: null } as const;
  const sample = await readPositions(tenant, runsOfFilter(tenant, {}), newest, null, SAMPLE);
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
