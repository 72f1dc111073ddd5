import type { Tenant } from '../store/tenant.js';
import { outdated } from './store-outdated.js';
import type { Result } from './store-results.js';

/** The pairs' histories: what is no longer derived goes, what changed is written. */
export async function storeHistory(
  { sql, organizationId }: Tenant,
  connectionId: string,
  results: readonly Result[],
): Promise<void> {
  const rows = results.flatMap(({ appNumber, shopNumber, folded }) =>
    folded.events.map(({ mrrChange, amount, occurredAt, ...event }) => ({
      ...event,
      app_number: appNumber,
      shop_number: shopNumber,
      occurred_at: occurredAt,
      mrr_change: mrrChange?.units.toString() ?? null,
      mrr_currency: mrrChange?.currency ?? null,
      amount: amount?.units.toString() ?? null,
      amount_currency: amount?.currency ?? null,
    })),
  );
  await sql`
    with results as (
      select * from jsonb_to_recordset(${sql.json(rows)}::jsonb) as r (
        app_number bigint, shop_number bigint, id text, type text, occurred_at timestamptz, rank integer, plan text,
        mrr_change numeric, mrr_currency text, amount numeric, amount_currency text, reason text, description text,
        test boolean, suppressed boolean, rule text, confidence text, evidence text[]
      )
    ), gone as (
      delete from merchant_events where ctid = any (array(${outdated(sql, connectionId, results, 'merchant_events', 'id')}))
    )
    insert into merchant_events as e (
      organization_id, connection_id, app_number, shop_number, id, type, occurred_at, rank, plan, mrr_change,
      mrr_currency, amount, amount_currency, reason, description, test, suppressed, rule, confidence, evidence
    )
    select
      ${organizationId}, ${connectionId}, app_number, shop_number, id, type, occurred_at, rank, plan, mrr_change,
      mrr_currency, amount, amount_currency, reason, description, test, suppressed, rule, confidence, evidence
    from results
    order by app_number, shop_number, id
    on conflict (organization_id, connection_id, app_number, shop_number, id) do update
      set type = excluded.type,
          occurred_at = excluded.occurred_at,
          rank = excluded.rank,
          plan = excluded.plan,
          mrr_change = excluded.mrr_change,
          mrr_currency = excluded.mrr_currency,
          amount = excluded.amount,
          amount_currency = excluded.amount_currency,
          reason = excluded.reason,
          description = excluded.description,
          test = excluded.test,
          suppressed = excluded.suppressed,
          rule = excluded.rule,
          confidence = excluded.confidence,
          evidence = excluded.evidence
      where (
        e.rank, e.plan, e.mrr_change, e.mrr_currency, e.amount, e.amount_currency, e.reason, e.description, e.test,
        e.suppressed, e.rule, e.confidence, e.evidence
      ) is distinct from (
        excluded.rank, excluded.plan, excluded.mrr_change, excluded.mrr_currency, excluded.amount,
        excluded.amount_currency, excluded.reason, excluded.description, excluded.test, excluded.suppressed,
        excluded.rule, excluded.confidence, excluded.evidence
      )
  `;
}
