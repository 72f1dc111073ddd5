import type { Tenant } from '../../../postgres/tenant.js';
import type { Pair } from '../../pairs.js';
import { type Folded, RULES_VERSION } from '../../rules/fold.js';
import { unitsIn } from '../../rules/words/amounts.js';

/** One table of what folds give, with all rows of a pair at a time. */
export interface ResultTable {
  readonly name: string;
  /** The rows of one pair, each beginning with what names the pair. An amount is text: a JSON number would be a float. */
  readonly rowsOf: (folded: Folded, pair: Pair) => readonly object[];
  /** @param rows a JSON list of rows of pairs that have none in the table yet */
  readonly insert: (tenant: Tenant, connectionId: string, rows: string) => Promise<unknown>;
}

/** Plan, status and dates of the pairs; with the hash of all that their folds gave, and the rules that gave it. */
const summariesTable: ResultTable = {
  name: 'merchant_apps',
  rowsOf: (folded, { appNumber, shopNumber }) => [
    {
      app_number: appNumber,
      shop_number: shopNumber,
      status: folded.status,
      detail: folded.detail,
      plan: folded.plan,
      last_plan: folded.lastPlan,
      billing_interval: folded.interval,
      currency: folded.currency,
      trial_ends_at: folded.trialEndsAt,
      cancels_on: folded.cancelsOn,
      charge_changed_at: folded.chargeChangedAt,
      installed_at: folded.installedAt,
      first_subscribed_at: folded.firstSubscribedAt,
      uninstalled_at: folded.uninstalledAt,
      why: folded.why,
      risk: folded.risk.level,
      risk_reasons: folded.risk.reasons,
      next_change_at: folded.nextChangeAt,
    },
  ],
  insert: ({ sql, organizationId }, connectionId, rows) => sql`
    insert into merchant_apps (
      organization_id, connection_id, rules_version, app_number, shop_number, digest, status, detail, plan, last_plan,
      billing_interval, currency, trial_ends_at, cancels_on, charge_changed_at, installed_at, first_subscribed_at,
      uninstalled_at, why, risk, risk_reasons, next_change_at
    )
    select ${organizationId}, ${connectionId}, ${RULES_VERSION}, r.*
    from json_to_recordset(${rows}::text::json) as r (
      app_number bigint, shop_number bigint, digest text, status text, detail text, plan text, last_plan text,
      billing_interval text, currency text, trial_ends_at timestamptz, cancels_on date,
      charge_changed_at timestamptz, installed_at timestamptz,
      first_subscribed_at timestamptz, uninstalled_at timestamptz, why jsonb, risk text, risk_reasons jsonb,
      next_change_at timestamptz
    )
  `,
};

/** The pairs' amounts, one row a currency. */
const moneyTable: ResultTable = {
  name: 'merchant_app_money',
  rowsOf: (folded, { appNumber, shopNumber }) =>
    currenciesOf(folded).map((currency) => ({
      app_number: appNumber,
      shop_number: shopNumber,
      currency,
      mrr: unitsIn(currency, folded.mrr) ?? '0',
      effective_mrr: unitsIn(currency, folded.effectiveMrr),
      usage_mrr: unitsIn(currency, folded.usageMrr),
      lifetime_value: unitsIn(currency, folded.lifetimeValue) ?? '0',
    })),
  insert: ({ sql, organizationId }, connectionId, rows) => sql`
    insert into merchant_app_money (
      organization_id, connection_id, app_number, shop_number, currency, mrr, effective_mrr, usage_mrr, lifetime_value
    )
    select ${organizationId}, ${connectionId}, r.*
    from json_to_recordset(${rows}::text::json) as r (
      app_number bigint, shop_number bigint, currency text, mrr numeric, effective_mrr numeric, usage_mrr numeric,
      lifetime_value numeric
    )
  `,
};

function currenciesOf({ currency, mrr, effectiveMrr, usageMrr, lifetimeValue }: Folded): string[] {
  const amounts = [...mrr, ...effectiveMrr, ...usageMrr, ...lifetimeValue];
  return [...new Set([...amounts.map((amount) => amount.currency), ...(currency === null ? [] : [currency])])];
}

/** The pairs' histories. */
const historyTable: ResultTable = {
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

/** The pairs' subscription charges, for their own page and for what they tell of other shops' intervals. */
const chargesTable: ResultTable = {
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

/** When each of the pairs' charges was alive, and what it carried. */
const spansTable: ResultTable = {
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

/** All that a fold writes of a pair. The summary is the first: it carries the digest of all of them. */
export const RESULT_TABLES: readonly ResultTable[] = [
  summariesTable,
  moneyTable,
  historyTable,
  chargesTable,
  spansTable,
];
