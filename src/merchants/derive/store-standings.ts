import type { Tenant } from '../../postgres/tenant.js';
import type { ResultTable } from './result-table.js';
import { RULES_VERSION } from '../rules/words/rules-version.js';
import { eachOf, pairKey, type Pair } from './store-pairs.js';
import type { Shown } from '../../contract/merchant-words.js';

/** Plan, status and dates of the pairs; with the hash of all that their folds gave, and the rules that gave it. */
export const standingsTable: ResultTable = {
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
      installed_at: folded.installedAt,
      first_subscribed_at: folded.firstSubscribedAt,
      uninstalled_at: folded.uninstalledAt,
      why: folded.why,
      next_change_at: folded.nextChangeAt,
    },
  ],
  insert: ({ sql, organizationId }, connectionId, rows) => sql`
    insert into merchant_apps (
      organization_id, connection_id, rules_version, app_number, shop_number, digest, status, detail, plan, last_plan,
      billing_interval, currency, trial_ends_at, installed_at, first_subscribed_at, uninstalled_at, why, next_change_at
    )
    select ${organizationId}, ${connectionId}, ${RULES_VERSION}, r.*
    from json_to_recordset(${rows}::text::json) as r (
      app_number bigint, shop_number bigint, digest text, status text, detail text, plan text, last_plan text,
      billing_interval text, currency text, trial_ends_at timestamptz, installed_at timestamptz,
      first_subscribed_at timestamptz, uninstalled_at timestamptz, why jsonb, next_change_at timestamptz
    )
  `,
};

/** What is stored of a pair: the hash of all its results, and what of them a person would look at first. */
export interface Standing extends Shown {
  readonly digest: string;
  readonly rulesVersion: number;
}

/** By `pairKey`; of pairs never folded there is none. */
export type Standings = ReadonlyMap<string, Standing>;

export async function readStandings({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<Standings> {
  const rows = await sql<(Pair & Omit<Standing, 'mrr'> & { currencies: string[]; mrr: string[] })[]>`
    select p.app_number, p.shop_number, own.*
    from ${eachOf(sql, pairs)}
    cross join lateral (
      select digest, rules_version, status, detail, plan, money.*
      from merchant_apps m
      cross join lateral (
        select
          coalesce(array_agg(currency order by currency), '{}') as currencies,
          coalesce(array_agg(mrr::text order by currency), '{}') as mrr
        from merchant_app_money a
        where a.connection_id = ${connectionId} and a.app_number = p.app_number and a.shop_number = p.shop_number
          and a.mrr <> 0
      ) as money
      where m.connection_id = ${connectionId} and m.app_number = p.app_number and m.shop_number = p.shop_number
      offset 0
    ) as own
  `;
  return new Map(
    rows.map(({ mrr, currencies, ...row }) => {
      const amounts = currencies.map((currency, index) => ({ units: BigInt(mrr[index] ?? 0), currency }));
      return [pairKey(row), { ...row, mrr: amounts }];
    }),
  );
}

/** The rules of today say the same of these pairs as those that they were derived by. */
export async function confirmStandings({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  await sql`
    update merchant_apps m
    set rules_version = ${RULES_VERSION}
    from ${eachOf(sql, pairs)}
    where m.connection_id = ${connectionId} and m.app_number = p.app_number and m.shop_number = p.shop_number
  `;
}
