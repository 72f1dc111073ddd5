import type { Tenant } from '../store/tenant.js';
import { eachOf, type Pair } from './store-pairs.js';

/**
 * Where the rows of these pairs lie that the results no longer have. Found pair by pair (`offset 0`) and deleted by
 * place: joined freely, a planner without fresh statistics walks the whole connection for every batch. Nobody moves
 * them meanwhile, because the caller holds the organization's lock.
 */
export function outdated(
  sql: Tenant['sql'],
  connectionId: string,
  results: readonly Pair[],
  table: string,
  key: string,
) {
  return sql`
    select own.place
    from ${eachOf(sql, results)}
    cross join lateral (
      select t.ctid as place, t.${sql(key)} as key
      from ${sql(table)} t
      where t.connection_id = ${connectionId} and t.app_number = p.app_number and t.shop_number = p.shop_number
      offset 0
    ) as own
    where (p.app_number, p.shop_number, own.key) not in (select app_number, shop_number, ${sql(key)} from results)
  `;
}
