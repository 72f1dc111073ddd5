import type { Fragment, Sql, TransactionSql } from '../../../postgres/sql.js';
import type { Tenant } from '../../../postgres/tenant.js';
import { parseInstant, storedInstant } from '../../../values/instant.js';
import { money, parseUnits } from '../../../values/money.js';
import type { EvidenceRow } from '../merchant-views.js';

/** As the statement answers it, in columns or as JSON. */
export interface StoredEvidence {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly plan: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly interval: string | null;
  readonly billingOn: string | null;
}

/** A row of these, keyed by its connection and id; ids of which there is no row any more are left out. */
export async function readEvidence(
  { sql }: Tenant,
  wanted: readonly { readonly connectionId: string; readonly id: string }[],
): Promise<ReadonlyMap<string, EvidenceRow>> {
  if (wanted.length === 0) return new Map();
  const connections = wanted.map(({ connectionId }) => connectionId);
  const ids = wanted.map(({ id }) => id);
  const rows = await sql<(StoredEvidence & { connectionId: string })[]>`
    ${selectEvidence(
      sql,
      sql`(
      select connection_id::uuid, id
      from unnest(${connections}::text[], ${ids}::text[]) as both_of (connection_id, id)
      group by connection_id, id
    )`,
    )}
  `;
  return new Map(rows.map((row) => [evidenceKey(row.connectionId, row.id), evidenceRow(row)]));
}

export function evidenceKey(connectionId: string, id: string): string {
  return `${connectionId} ${id}`;
}

/**
 * A select of these rows. A transaction and a root event have Shopify's id; an event, which has none, is named by its
 * key, and an answer by whom and when it was asked for.
 * @param named a table with `connection_id` and `id`, each pair once
 */
export function selectEvidence(sql: Sql | TransactionSql, named: Fragment): Fragment {
  return sql`
    select
      named.connection_id as "connectionId", named.id, found.type, found.at as "occurredAt", found.plan,
      found.money->>'amount' as amount, found.money->>'currencyCode' as currency, found.billed as "interval",
      found.billing_on as "billingOn"
    from ${named} as named
    cross join lateral (
      select
        type, created_at as at, null as plan,
        case when jsonb_typeof(raw->'grossAmount') = 'object' then raw->'grossAmount' else raw->'netAmount' end as money,
        raw->>'billingInterval' as billed, null as billing_on
      from transactions
      where connection_id = named.connection_id and id = named.id
      union all
      select
        type, occurred_at, coalesce(raw->'charge', raw->'appCredit')->>'name',
        coalesce(raw->'charge', raw->'appCredit')->'amount', null, raw->'charge'->>'billingOn'
      from app_events
      where connection_id = named.connection_id
        and app_number = case when named.id like 'event/%' then split_part(named.id, '/', 2)::bigint end
        and shop_number = case when named.id like 'event/%' then split_part(named.id, '/', 3)::bigint end
        and type = split_part(named.id, '/', 4)
        and occurred_at = case when named.id like 'event/%' then split_part(named.id, '/', 5)::timestamptz end
        and charge_id = concat_ws('/', nullif(split_part(named.id, '/', 6), ''), nullif(split_part(named.id, '/', 7), ''))
      union all
      select type, occurred_at, coalesce(raw->>'description', raw->'plan'->>'handle'), raw->'amount', null, null
      from timeline_events
      where connection_id = named.connection_id and id = case when named.id like 'timeline/%' then substr(named.id, 10) end
      union all
      select
        'ActiveSubscription', observed_at, coalesce(raw->'items'->0->>'description', raw->'items'->0->>'handle'),
        case when jsonb_array_length(raw->'items') = 1 and jsonb_typeof(raw->'items'->0->'price'->'amount') = 'string' then
          jsonb_build_object(
            'amount', raw->'items'->0->'price'->'amount', 'currencyCode', raw->'items'->0->'price'->'currency'
          )
        end,
        raw->>'billingPeriod', raw->'currentBillingCycle'->>'endTime'
      from subscription_answers
      where connection_id = named.connection_id
        and app_number = case when named.id like 'answer/%' then split_part(named.id, '/', 2)::bigint end
        and shop_number = case when named.id like 'answer/%' then split_part(named.id, '/', 3)::bigint end
        and observed_at = case when named.id like 'answer/%' then split_part(named.id, '/', 4)::timestamptz end
      offset 0
    ) as found
  `;
}

/** A row in words-ready form: what Shopify wrote and cannot be read is left out, never guessed. */
export function evidenceRow({ id, type, occurredAt, plan, amount, currency, ...row }: StoredEvidence): EvidenceRow {
  const units = amount === null ? null : parseUnits(amount);
  return {
    id,
    type,
    occurredAt: storedInstant(occurredAt),
    plan,
    amount: units === null || currency === null ? null : money(units, currency),
    interval: row.interval === 'ANNUAL' || row.interval === 'EVERY_30_DAYS' ? row.interval : null,
    billingOn: row.billingOn === null ? null : parseInstant(row.billingOn),
  };
}
