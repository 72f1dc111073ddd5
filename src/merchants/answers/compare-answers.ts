import type { MerchantStatus } from '../../contract/merchant-words.js';
import type { Sql } from '../../postgres/sql.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { toFoldAnswer } from '../derive/input/decode-stated.js';
import type { Pair } from '../pairs.js';
import { type AnswerDifference, answerDifferences, type AnswerOutcome } from './answer-differences.js';

/** A merchant of whom Shopify's answer says something else than what was derived. */
export interface DifferingAnswer {
  /** Of the shop: the key of the merchant. */
  readonly shopNumber: string;
  readonly myshopifyDomain: string | null;
  readonly appId: string;
  readonly lookedAt: Instant;
  readonly differences: readonly AnswerDifference[];
}

export interface ComparedAnswers {
  readonly compared: number;
  readonly differing: number;
  /** The first of them. */
  readonly examples: readonly DifferingAnswer[];
  /** False when time was up. */
  readonly isWhole: boolean;
}

const PAIRS_AT_A_TIME = 500;

/**
 * Compares what Shopify last answered of each subscription of a connection with what was derived, some at a time. Left out
 * is what changed since it was asked for, or is still to be derived.
 * @param untilMs by `performance.now()`
 */
export async function compareAnswers(
  sql: Sql,
  { organizationId, connectionId }: { readonly organizationId: string; readonly connectionId: string },
  mostExamples: number,
  untilMs: number,
): Promise<ComparedAnswers> {
  const examples: DifferingAnswer[] = [];
  let [compared, differing] = [0, 0];
  let after: Pair = { appNumber: '0', shopNumber: '0' };
  for (;;) {
    if (performance.now() >= untilMs) return { compared, differing, examples, isWhole: false };
    const from = after;
    const pairs = await withTenant(sql, organizationId, (tenant) => readAnsweredPairs(tenant, connectionId, from));
    for (const pair of pairs) {
      if (!pair.isCurrent) continue;
      compared += 1;
      const differences = differencesOf(pair);
      if (differences.length === 0) continue;
      differing += 1;
      if (examples.length === mostExamples) continue;
      const { shopNumber, myshopifyDomain, appNumber, lookedAt } = pair;
      examples.push({ shopNumber, myshopifyDomain, appId: `gid://partners/App/${appNumber}`, lookedAt, differences });
    }
    const last = pairs.at(-1);
    if (last === undefined || pairs.length < PAIRS_AT_A_TIME) return { compared, differing, examples, isWhole: true };
    after = { appNumber: last.appNumber, shopNumber: last.shopNumber };
  }
}

interface AnsweredPair extends Pair {
  readonly outcome: AnswerOutcome;
  readonly lookedAt: Instant;
  readonly myshopifyDomain: string | null;
  readonly isCurrent: boolean;
  /** Null where nothing is derived of it; then it is not current. */
  readonly status: MerchantStatus;
  readonly plan: string | null;
  readonly currencies: string[];
  readonly mrr: string[];
  readonly observedAt: Instant | null;
  readonly raw: unknown;
}

function differencesOf({ currencies, mrr, observedAt, raw, ...pair }: AnsweredPair): AnswerDifference[] {
  const terms = observedAt === null ? null : toFoldAnswer({ ...pair, observedAt, raw }).terms;
  const amounts = currencies.map((currency, index) => ({ units: BigInt(mrr[index] ?? 0), currency }));
  return answerDifferences({ ...pair, terms, mrr: amounts });
}

async function readAnsweredPairs({ sql }: Tenant, connectionId: string, after: Pair): Promise<AnsweredPair[]> {
  return sql<AnsweredPair[]>`
    select
      l.app_number, l.shop_number, l.outcome, l.looked_at, s.myshopify_domain, m.status, m.plan, money.*,
      a.observed_at, a.raw,
      m.status is not null and l.looked_at >= coalesce(m.charge_changed_at, '-infinity') and not exists (
        select from merchant_marks k
        where k.connection_id = ${connectionId} and k.app_number = l.app_number and k.shop_number = l.shop_number
      ) as is_current
    from (
      select app_number, shop_number, outcome, looked_at
      from subscription_looks
      where connection_id = ${connectionId} and outcome in ('stated', 'none', 'disagrees')
        and (app_number, shop_number) > (${after.appNumber}::bigint, ${after.shopNumber}::bigint)
      order by app_number, shop_number
      limit ${PAIRS_AT_A_TIME}
    ) as l
    left join lateral (
      select status, plan, charge_changed_at
      from merchant_apps m
      where m.connection_id = ${connectionId} and m.app_number = l.app_number and m.shop_number = l.shop_number
      offset 0
    ) as m on true
    left join lateral (
      select myshopify_domain from shops s where s.connection_id = ${connectionId} and s.shop_number = l.shop_number offset 0
    ) as s on true
    cross join lateral (
      select
        coalesce(array_agg(currency order by currency), '{}') as currencies,
        coalesce(array_agg(mrr::text order by currency), '{}') as mrr
      from merchant_app_money y
      where y.connection_id = ${connectionId} and y.app_number = l.app_number and y.shop_number = l.shop_number
    ) as money
    left join lateral (
      select observed_at, raw
      from subscription_answers a
      where a.connection_id = ${connectionId} and a.app_number = l.app_number and a.shop_number = l.shop_number
        and l.outcome = 'stated'
      order by observed_at desc
      limit 1
    ) as a on true
    order by l.app_number, l.shop_number
  `;
}
