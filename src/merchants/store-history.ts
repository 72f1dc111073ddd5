import type { ResultTable } from './result-table.js';

/** The pairs' histories. */
export const historyTable: ResultTable = {
  name: 'merchant_events',
  rowsOf: ({ events }) =>
    events.map(({ mrrChange, amount, occurredAt, ...event }) => ({
      ...event,
      occurred_at: occurredAt,
      mrr_change: mrrChange?.units.toString(),
      mrr_currency: mrrChange?.currency,
      amount: amount?.units.toString(),
      amount_currency: amount?.currency,
    })),
  insert: ({ sql, organizationId }, connectionId, rows) => sql`
    insert into merchant_events (
      organization_id, connection_id, app_number, shop_number, id, type, occurred_at, rank, plan, mrr_change,
      mrr_currency, amount, amount_currency, reason, description, test, suppressed, rule, confidence, evidence
    )
    select ${organizationId}, ${connectionId}, r.*
    from json_to_recordset(${rows}::text::json) as r (
      app_number bigint, shop_number bigint, id text, type text, occurred_at timestamptz, rank integer, plan text,
      mrr_change numeric, mrr_currency text, amount numeric, amount_currency text, reason text, description text,
      test boolean, suppressed boolean, rule text, confidence text, evidence text[]
    )
  `,
};
