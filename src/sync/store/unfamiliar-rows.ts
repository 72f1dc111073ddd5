import type { Tenant } from '../../postgres/tenant.js';

/** How many stored rows are of types that this version does not know, type by type. */
export async function countUnfamiliarRows({ sql }: Tenant, connectionId: string) {
  return sql<{ type: string; rows: number }[]>`
    select type, count(*)::integer as rows
    from (
      select type from transactions where connection_id = ${connectionId} and unfamiliar
      union all
      select type from app_events where connection_id = ${connectionId} and unfamiliar
    ) as found
    group by type
    order by type
  `;
}
