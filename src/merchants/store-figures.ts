import type { Instant } from '../instant.js';
import type { Tenant } from '../store/tenant.js';
import type { Folded } from './fold.js';
import { RULES_VERSION } from './rules-version.js';
import { outdated } from './store-outdated.js';
import type { Result } from './store-results.js';
import type { Amount } from './vocabulary.js';

/** Plan, status and dates of each pair; written always, because `as_of` moves. */
export async function storePairs(
  { sql, organizationId }: Tenant,
  connectionId: string,
  asOf: Instant,
  results: readonly Result[],
): Promise<void> {
  const rows = results.map(({ appNumber, shopNumber, folded }) => ({
    app_number: appNumber,
    shop_number: shopNumber,
    status: folded.status,
    detail: folded.detail,
    plan: folded.plan,
    last_plan: folded.lastPlan,
    billing_interval: folded.interval,
    currency: folded.currency,
    trial_ends_at: folded.trialEndsAt,
    installed_at: folded.installedAt,
    first_subscribed_at: folded.firstSubscribedAt,
    uninstalled_at: folded.uninstalledAt,
    why: folded.why,
    next_change_at: folded.nextChangeAt,
  }));
  await sql`
    insert into merchant_apps as m (
      organization_id, connection_id, app_number, shop_number, status, detail, plan, last_plan, billing_interval, currency,
      trial_ends_at, installed_at, first_subscribed_at, uninstalled_at, why, next_change_at, as_of, rules_version
    )
    select
      ${organizationId}, ${connectionId}, app_number, shop_number, status, detail, plan, last_plan, billing_interval, currency,
      trial_ends_at, installed_at, first_subscribed_at, uninstalled_at, why, next_change_at, ${asOf}, ${RULES_VERSION}
    from jsonb_to_recordset(${sql.json(rows as never)}::jsonb) as r (
      app_number bigint, shop_number bigint, status text, detail text, plan text, last_plan text, billing_interval text,
      currency text, trial_ends_at timestamptz, installed_at timestamptz, first_subscribed_at timestamptz,
      uninstalled_at timestamptz, why jsonb, next_change_at timestamptz
    )
    order by app_number, shop_number
    on conflict (organization_id, connection_id, app_number, shop_number) do update
      set status = excluded.status,
          detail = excluded.detail,
          plan = excluded.plan,
          last_plan = excluded.last_plan,
          billing_interval = excluded.billing_interval,
          currency = excluded.currency,
          trial_ends_at = excluded.trial_ends_at,
          installed_at = excluded.installed_at,
          first_subscribed_at = excluded.first_subscribed_at,
          uninstalled_at = excluded.uninstalled_at,
          why = excluded.why,
          next_change_at = excluded.next_change_at,
          as_of = excluded.as_of,
          rules_version = excluded.rules_version
  `;
}

/** Its amounts, one row a currency. */
export async function storeMoney(
  { sql, organizationId }: Tenant,
  connectionId: string,
  results: readonly Result[],
): Promise<void> {
  const rows = results.flatMap(({ appNumber, shopNumber, folded }) =>
    currenciesOf(folded).map((currency) => ({
      app_number: appNumber,
      shop_number: shopNumber,
      currency,
      mrr: unitsIn(currency, folded.mrr) ?? '0',
      effective_mrr: unitsIn(currency, folded.effectiveMrr),
      usage_mrr: unitsIn(currency, folded.usageMrr),
      lifetime_value: unitsIn(currency, folded.lifetimeValue) ?? '0',
    })),
  );
  await sql`
    with results as (
      select * from jsonb_to_recordset(${sql.json(rows)}::jsonb) as r (
        app_number bigint, shop_number bigint, currency text, mrr numeric, effective_mrr numeric, usage_mrr numeric,
        lifetime_value numeric
      )
    ), gone as (
      delete from merchant_app_money where ctid = any (array(${outdated(sql, connectionId, results, 'merchant_app_money', 'currency')}))
    )
    insert into merchant_app_money as m (
      organization_id, connection_id, app_number, shop_number, currency, mrr, effective_mrr, usage_mrr, lifetime_value
    )
    select
      ${organizationId}, ${connectionId}, app_number, shop_number, currency, mrr, effective_mrr, usage_mrr, lifetime_value
    from results
    order by app_number, shop_number, currency
    on conflict (organization_id, connection_id, app_number, shop_number, currency) do update
      set mrr = excluded.mrr,
          effective_mrr = excluded.effective_mrr,
          usage_mrr = excluded.usage_mrr,
          lifetime_value = excluded.lifetime_value
      where (m.mrr, m.effective_mrr, m.usage_mrr, m.lifetime_value)
        is distinct from
        (excluded.mrr, excluded.effective_mrr, excluded.usage_mrr, excluded.lifetime_value)
  `;
}

function currenciesOf({ currency, mrr, effectiveMrr, usageMrr, lifetimeValue }: Folded): string[] {
  const amounts = [...mrr, ...effectiveMrr, ...usageMrr, ...lifetimeValue];
  return [...new Set([...amounts.map((amount) => amount.currency), ...(currency === null ? [] : [currency])])];
}

function unitsIn(currency: string, amounts: readonly Amount[]): string | null {
  return amounts.find((amount) => amount.currency === currency)?.units.toString() ?? null;
}
