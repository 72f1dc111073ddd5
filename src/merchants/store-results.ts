import type { Instant } from '../instant.js';
import type { Tenant } from '../store/tenant.js';
import type { Folded } from './fold.js';
import { RULES_VERSION } from './rules-version.js';
import { eachOf, type Pair } from './store-pairs.js';
import type { Amount } from './vocabulary.js';

export interface Result extends Pair {
  readonly folded: Folded;
}

/** Writes what the folds of these pairs gave, set by set, only where it differs from what is there. */
export async function storeResults(
  tenant: Tenant,
  connectionId: string,
  asOf: Instant,
  results: readonly Result[],
): Promise<void> {
  await storeApps(tenant, connectionId, asOf, results);
  await storeMoney(tenant, connectionId, results);
  await storeEvents(tenant, connectionId, results);
  await storeCharges(tenant, connectionId, results);
}

/** Forgets pairs that have no row left; their history goes with them. */
export async function dropPairs({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  await sql`
    delete from merchant_apps m
    using ${eachOf(sql, pairs)}
    where m.connection_id = ${connectionId} and m.app_number = p.app_number and m.shop_number = p.shop_number
  `;
}

/** Sums the shops of these pairs up again over their apps. */
export async function rollUp({ sql }: Tenant, pairs: readonly Pair[]): Promise<void> {
  await sql`call roll_up_merchants(${[...new Set(pairs.map(({ shopNumber }) => shopNumber))]}::bigint[])`;
}

async function storeApps(
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

async function storeMoney(
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

async function storeEvents(
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

async function storeCharges(
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

/**
 * Where the rows of these pairs lie that the results no longer have. Found pair by pair (`offset 0`) and deleted by
 * place: joined freely, a planner without fresh statistics walks the whole connection for every batch. Nobody moves
 * them meanwhile, because the caller holds the organization's lock.
 */
function outdated(sql: Tenant['sql'], connectionId: string, results: readonly Pair[], table: string, key: string) {
  return sql`
    select own.place
    from ${eachOf(sql, results)}
    cross join lateral (
      select t.ctid as place, t.${sql(key)} as key
      from ${sql(table)} t
      where t.connection_id = ${connectionId} and t.app_number = p.app_number and t.shop_number = p.shop_number
      offset 0
    ) as own
    where (p.app_number, p.shop_number, own.key) not in (select app_number, shop_number, ${sql(key)} from results)
  `;
}

function currenciesOf({ currency, mrr, effectiveMrr, usageMrr, lifetimeValue }: Folded): string[] {
  const amounts = [...mrr, ...effectiveMrr, ...usageMrr, ...lifetimeValue];
  return [...new Set([...amounts.map((amount) => amount.currency), ...(currency === null ? [] : [currency])])];
}

function unitsIn(currency: string, amounts: readonly Amount[]): string | null {
  return amounts.find((amount) => amount.currency === currency)?.units.toString() ?? null;
}
