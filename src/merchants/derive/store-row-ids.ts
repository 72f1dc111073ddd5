import type { Tenant } from '../../postgres/tenant.js';
import type { Pair } from './store-pairs.js';

/** The id by which evidence names a row `e` of `app_events`, in SQL. The same as `eventRow` gives it. */
function eventRowId(sql: Tenant['sql']) {
  return sql`
    concat_ws(
      '/', 'event', e.app_number, e.shop_number, e.type,
      to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.charge_id
    )
  `;
}

/** The ids of all rows that are stored under the pair itself. */
export async function readRowIds(
  { sql }: Tenant,
  connectionId: string,
  { appNumber, shopNumber }: Pair,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select ${eventRowId(sql)} as id
    from app_events e
    where connection_id = ${connectionId} and app_number = ${appNumber} and shop_number = ${shopNumber}
    union all
    select id
    from transactions
    where connection_id = ${connectionId} and app_number = ${appNumber} and shop_number = ${shopNumber}
  `;
  return rows.map(({ id }) => id);
}
