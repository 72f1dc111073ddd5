import type { Sql } from '../../../src/postgres/sql.js';

/** What is derived of an account once more as another organization's, so that no query has the tables to itself. */
export async function addSecondOrganization(sql: Sql, organizationId: string): Promise<void> {
  const other = `${organizationId}_beside`;
  await sql`
    insert into merchant_spans (
      organization_id, connection_id, app_number, shop_number, charge_number, plan, state, from_at, to_at, currency, mrr
    )
    select
      ${other}, connection_id, app_number, shop_number, charge_number, plan, state, from_at, to_at, currency, mrr
    from merchant_spans
    where organization_id = ${organizationId}
  `;
  await sql`
    insert into mrr_days (organization_id, connection_id, app_number, day, currency, type, change)
    select ${other}, connection_id, app_number, day, currency, type, change
    from mrr_days
    where organization_id = ${organizationId}
  `;
}
