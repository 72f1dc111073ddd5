import type { MerchantSummary } from '../../../contract/merchant-words.js';
import type { Tenant } from '../../../postgres/tenant.js';
import { eachOf, type Pair, pairKey } from '../../pairs.js';
import { RULES_VERSION } from '../../rules/fold.js';

/** What is stored of a pair: the hash of all its results, and what of them a person would look at first. */
export interface PairSummary extends MerchantSummary {
  readonly digest: string;
  readonly rulesVersion: number;
}

/** By `pairKey`; of pairs never folded there is none. */
export type PairSummaries = ReadonlyMap<string, PairSummary>;

export async function readSummaries(
  { sql }: Tenant,
  connectionId: string,
  pairs: readonly Pair[],
): Promise<PairSummaries> {
  const rows = await sql<(Pair & Omit<PairSummary, 'mrr'> & { currencies: string[]; mrr: string[] })[]>`
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
export async function confirmSummaries({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  await sql`
    update merchant_apps m
    set rules_version = ${RULES_VERSION}
    from ${eachOf(sql, pairs)}
    where m.connection_id = ${connectionId} and m.app_number = p.app_number and m.shop_number = p.shop_number
  `;
}
