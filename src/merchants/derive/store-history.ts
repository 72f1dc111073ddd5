import type { ResultTable } from './result-table.js';

/** The pairs' histories. */
export const historyTable: ResultTable = {
  name: 'merchant_events',
  rowsOf: ({ events }, { appNumber, shopNumber }) =>
    events.map((event) => ({
      app_number: appNumber,
      shop_number: shopNumber,
      id: event.id,
      type: event.type,
      occurred_at: event.occurredAt,
      rank: event.rank,
      // What is not there is null: most lines have few of these, and there are many lines.
      plan: event.plan ?? undefined,
      mrr_change: event.mrrChange?.units.toString(),
      mrr_currency: event.mrrChange?.currency,
      amount: event.amount?.units.toString(),
      amount_currency: event.amount?.currency,
      reason: event.reason ?? undefined,
      description: event.description ?? undefined,
      test: event.test,
      suppressed: event.suppressed,
      rule: event.rule,
      confidence: event.confidence,
      evidence: event.evidence,
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
