import {
  type MerchantStatus,
  RISK_CODES,
  type RiskCode,
  type RiskLevel,
  type StatusDetail,
} from '../../../contract/merchant-words.js';
import type { Sql } from '../../../postgres/sql.js';
import { tenantTable } from '../../../postgres/tenant.js';
import { partnerAppGid, partnerShopGid } from '../../../values/gid.js';
import { groupBy } from '../../../values/group-by.js';
import { type Instant, instantToMs } from '../../../values/instant.js';
import type { Money } from '../../../values/money.js';
import { shopDomain } from '../../../values/shop-domain.js';
import { highestOf } from '../../rules/risk/risk.js';
import { earliest } from '../../rules/words/durations.js';
import { isRedacted, isShopNumber } from '../merchant/find-merchant.js';
import { segmentsOfShop } from '../merchant/merchant-detail-rows.js';
import type { SegmentName } from '../merchant-views.js';
import { type StoredAmount, sums } from '../sums.js';

/** What a list shows of a merchant. */
export interface MerchantInShort {
  readonly shopId: string;
  readonly shopNumber: string;
  readonly myshopifyDomain: string;
  readonly name: string;
  /** Of the app that the merchant is most to: see `STANDING`. */
  readonly status: MerchantStatus;
  readonly plan: string | null;
  /** One amount a currency. */
  readonly mrr: readonly Money[];
  /** The highest of its apps', with the reasons that any has; null where older rules derived them all. */
  readonly risk: RiskInShort | null;
  /** The first subscription to any app that was not a trial. */
  readonly since: Instant | null;
  readonly segments: readonly SegmentName[];
  /** When the newest rows of all its connections were last read whole; null where they never were. */
  readonly asOf: Instant | null;
  /** That is so long ago that what is told here may be over. */
  readonly isStale: boolean;
  readonly apps: readonly AppInShort[];
}

export interface RiskInShort {
  readonly level: RiskLevel;
  /** The heaviest first. */
  readonly codes: readonly RiskCode[];
}

export interface AppInShort {
  readonly appId: string;
  readonly appName: string | null;
  readonly status: MerchantStatus;
  readonly detail: StatusDetail | null;
  readonly plan: string | null;
}

/** What a merchant is to several apps is told by what it pays for. */
const STANDING: readonly MerchantStatus[] = ['active', 'trialing', 'frozen', 'churned', 'installed'];

interface PairRow {
  readonly key: string;
  readonly shopNumber: string;
  readonly myshopifyDomain: string;
  readonly name: string;
  readonly segments: readonly SegmentName[];
  readonly appNumber: string;
  readonly appName: string | null;
  readonly status: MerchantStatus;
  readonly detail: StatusDetail | null;
  readonly plan: string | null;
  readonly risk: RiskLevel | null;
  readonly riskCodes: readonly RiskCode[];
  readonly since: Instant | null;
  readonly asOf: Instant | null;
  readonly now: Instant;
  /** Its MRR. */
  readonly amounts: readonly StoredAmount[];
}

/**
 * Merchants by what `findMerchant` takes for a key, in one statement, tenant included.
 * @param staleAfterMs how old the last whole look at the newest rows may be
 * @returns one by the key as it was given; of keys that name nobody there is none
 */
export async function lookUpMerchants(
  sql: Sql,
  organizationId: string,
  keys: readonly string[],
  staleAfterMs: number,
): Promise<ReadonlyMap<string, MerchantInShort>> {
  const asked = [...new Set(keys)].filter((key) => !isRedacted(key));
  const [numbers, domains] = [asked.filter(isShopNumber), asked.filter((key) => !isShopNumber(key))];
  const rows = await sql<PairRow[]>`
    select wanted.key, shop.*, membership.segments, pair.*, app.name as app_name, status.as_of, statement_timestamp() as now, money.amounts
    from ${tenantTable(sql, organizationId)}
    cross join lateral (
      select number as key, number::bigint as shop_number
      from unnest(${numbers}::text[]) as number
      where tenant is not null
      union all
      select key, seen_last.shop_number
      from unnest(${domains}::text[], ${domains.map(shopDomain)}::text[]) as named (key, wanted_domain)
      cross join lateral (
        select shop_number
        from merchants
        where domain = wanted_domain and tenant is not null
        order by last_event_at desc, shop_number desc
        limit 1
      ) as seen_last
      offset 0
    ) as wanted
    cross join lateral (
      select shop_number, name, myshopify_domain
      from merchants
      where shop_number = wanted.shop_number
      offset 0
    ) as shop
    cross join lateral (${segmentsOfShop(sql)}) as membership
    cross join lateral (
      select
        connection_id, app_number, status, detail, plan, risk,
        array(select value->>'code' from jsonb_array_elements(risk_reasons)) as risk_codes, first_subscribed_at as since
      from merchant_apps
      where shop_number = wanted.shop_number
      offset 0
    ) as pair
    cross join lateral (
      select name
      from apps
      where connection_id = pair.connection_id and app_number = pair.app_number and removed_at is null
      offset 0
    ) as app
    cross join lateral (
      select last_synced_at as as_of from sync_status where connection_id = pair.connection_id offset 0
    ) as status
    cross join lateral (
      select coalesce(json_agg(json_build_object('currency', currency, 'units', mrr::text)), '[]') as amounts
      from merchant_app_money
      where connection_id = pair.connection_id and app_number = pair.app_number and shop_number = wanted.shop_number
    ) as money
    order by pair.app_number, pair.connection_id
  `;
  return new Map([...groupBy(rows, ({ key }) => key)].map(([key, own]) => [key, inShort(own, staleAfterMs)] as const));
}

function inShort(rows: readonly [PairRow, ...PairRow[]], staleAfterMs: number): MerchantInShort {
  const [{ shopNumber, myshopifyDomain, name, segments, now }] = rows;
  const main =
    [...rows].sort((one, other) => STANDING.indexOf(one.status) - STANDING.indexOf(other.status))[0] ?? rows[0];
  const asOf = rows.some((row) => row.asOf === null) ? null : earliest(...rows.map((row) => row.asOf));
  return {
    shopId: partnerShopGid(shopNumber),
    shopNumber,
    myshopifyDomain,
    name,
    status: main.status,
    plan: main.plan,
    mrr: sums(rows.flatMap(({ amounts }) => amounts)),
    risk: riskInShort(rows),
    since: earliest(...rows.map(({ since }) => since)),
    segments,
    asOf,
    isStale: asOf === null || instantToMs(now) - instantToMs(asOf) > staleAfterMs,
    apps: rows.map(({ appNumber, appName, status, detail, plan }) => ({
      appId: partnerAppGid(appNumber),
      appName,
      status,
      detail,
      plan,
    })),
  };
}

function riskInShort(rows: readonly PairRow[]): RiskInShort | null {
  const level = highestOf(rows.map(({ risk }) => risk));
  return level && { level, codes: RISK_CODES.filter((code) => rows.some(({ riskCodes }) => riskCodes.includes(code))) };
}
