import type { Tenant } from '../store/tenant.js';
import { outdated } from './store-outdated.js';
import type { Result } from './store-results.js';

/** The pairs' subscription charges, for their own page and for what they tell of other shops' intervals. */
export async function storeCharges(
  { sql, organizationId }: Tenant,
  connectionId: string,
  results: readonly Result[],
): Promise<void> {
  const rows = results.flatMap(({ appNumber, shopNumber, folded }) =>
    folded.charges.map(({ charge, test, activatedAt, endedAt, endReason }) => ({
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
  );
  await sql`
    with results as (
      select * from jsonb_to_recordset(${sql.json(rows)}::jsonb) as r (
        app_number bigint, shop_number bigint, charge_number text, plan text, price numeric, currency text,
        billing_interval text, interval_rule text, activated_at timestamptz, ended_at timestamptz, end_reason text,
        test boolean
      )
    ), gone as (
      delete from merchant_charges where ctid = any (array(${outdated(sql, connectionId, results, 'merchant_charges', 'charge_number')}))
    )
    insert into merchant_charges as c (
      organization_id, connection_id, app_number, shop_number, charge_number, plan, price, currency, billing_interval,
      interval_rule, activated_at, ended_at, end_reason, test
    )
    select
      ${organizationId}, ${connectionId}, app_number, shop_number, charge_number, plan, price, currency, billing_interval,
      interval_rule, activated_at, ended_at, end_reason, test
    from results
    order by app_number, shop_number, charge_number
    on conflict (organization_id, connection_id, app_number, shop_number, charge_number) do update
      set plan = excluded.plan,
          price = excluded.price,
          currency = excluded.currency,
          billing_interval = excluded.billing_interval,
          interval_rule = excluded.interval_rule,
          activated_at = excluded.activated_at,
          ended_at = excluded.ended_at,
          end_reason = excluded.end_reason,
          test = excluded.test
      where (
        c.plan, c.price, c.currency, c.billing_interval, c.interval_rule, c.activated_at, c.ended_at, c.end_reason, c.test
      ) is distinct from (
        excluded.plan, excluded.price, excluded.currency, excluded.billing_interval, excluded.interval_rule,
        excluded.activated_at, excluded.ended_at, excluded.end_reason, excluded.test
      )
  `;
}
