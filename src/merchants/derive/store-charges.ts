import type { ResultTable } from './result-table.js';

/** The pairs' subscription charges, for their own page and for what they tell of other shops' intervals. */
export const chargesTable: ResultTable = {
  name: 'merchant_charges',
  rowsOf: ({ charges }, { appNumber, shopNumber }) =>
    charges.map(({ charge, test, activatedAt, endedAt, endReason }) => ({
      app_number: appNumber,
      shop_number: shopNumber,
      charge_number: charge.number,
      plan: charge.plan,
      price: charge.price?.units.toString() ?? null,
      currency: charge.price?.currency ?? null,
      billing_interval: charge.interval.interval,
      interval_rule: charge.interval.rule,
      activated_at: activatedAt,
      ended_at: endedAt,
      end_reason: endReason,
      test,
    })),
  insert: ({ sql, organizationId }, connectionId, rows) => sql`
    insert into merchant_charges (
      organization_id, connection_id, app_number, shop_number, charge_number, plan, price, currency, billing_interval,
      interval_rule, activated_at, ended_at, end_reason, test
    )
    select ${organizationId}, ${connectionId}, r.*
    from json_to_recordset(${rows}::text::json) as r (
      app_number bigint, shop_number bigint, charge_number text, plan text, price numeric, currency text,
      billing_interval text, interval_rule text, activated_at timestamptz, ended_at timestamptz, end_reason text,
      test boolean
    )
  `,
};
