import type { ResultTable } from './result-table.js';

/** When each of the pairs' charges was alive, and what it carried. */
export const spansTable: ResultTable = {
  name: 'merchant_spans',
  rowsOf: ({ spans }, { appNumber, shopNumber }) =>
    spans.map(({ chargeNumber, plan, state, from, to, carried }) => ({
      app_number: appNumber,
      shop_number: shopNumber,
      charge_number: chargeNumber,
      plan,
      state,
      from_at: from,
      to_at: to,
      currency: carried.currency,
      mrr: carried.units.toString(),
    })),
  insert: ({ sql, organizationId }, connectionId, rows) => sql`
    insert into merchant_spans (
      organization_id, connection_id, app_number, shop_number, charge_number, plan, state, from_at, to_at, currency, mrr
    )
    select ${organizationId}, ${connectionId}, r.*
    from json_to_recordset(${rows}::text::json) as r (
      app_number bigint, shop_number bigint, charge_number text, plan text, state text, from_at timestamptz,
      to_at timestamptz, currency text, mrr numeric
    )
  `,
};
