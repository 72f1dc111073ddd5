import type { Sql, TransactionSql } from '../../../postgres/sql.js';
import { type Tenant, tenantTable } from '../../../postgres/tenant.js';
import { groupBy } from '../../../values/group-by.js';
import { isUnderWay } from '../../refresh/under-way.js';
import { evidenceRow, selectEvidence, type StoredEvidence } from '../history/evidence-rows.js';
import type { MerchantInFull } from '../merchant-views.js';
import { isRedacted, isShopNumber, seenLastUnder } from './find-merchant.js';
import { type DetailRow, type MoreOfPairs, readDetailRows, selectShops } from './merchant-detail-rows.js';
import { appOfConnection, merchantView } from './merchant-details.js';
import { type StoredLeaving, type StoredSpan, tenureOf } from './tenure.js';

export interface FullRow extends DetailRow {
  readonly spans: readonly StoredSpan[];
  readonly leavings: readonly StoredLeaving[];
  readonly evidence: readonly StoredEvidence[];
  readonly isWhole: boolean;
  /** Shopify is being asked for the shop now. */
  readonly isRefreshing: boolean;
}

/**
 * What `findMerchant` finds, for a panel, with its whole past: all of it, tenant included, is one statement.
 * @param key as of `findMerchant`
 */
export async function readMerchantInFull(
  sql: Sql,
  organizationId: string,
  key: string,
): Promise<MerchantInFull | null> {
  if (isRedacted(key)) return null;
  const which = isShopNumber(key) ? sql`shop_number = ${key}` : seenLastUnder(sql, key);
  const [first, ...others] = await readDetailRows<FullRow>(
    sql,
    sql`
      ${tenantTable(sql, organizationId)}
      cross join lateral (${selectShops(sql, sql`tenant is not null and ${which}`)}) as shop
    `,
    pastOfPairs(sql),
  );
  return first === undefined ? null : inFull([first, ...others]);
}

/** The rows that `inFull` makes a merchant of; none for a shop that no visible app is on. */
export async function readFullRows({ sql }: Tenant, shopNumber: string): Promise<FullRow[]> {
  return readDetailRows<FullRow>(
    sql,
    sql`(${selectShops(sql, sql`shop_number = ${shopNumber}`)}) as shop`,
    pastOfPairs(sql),
  );
}

/** @param rows all of one merchant */
export function inFull(rows: readonly [FullRow, ...FullRow[]]): MerchantInFull {
  // One row for each amount of a pair, each with the pair's past.
  const pairs = [...groupBy(rows, appOfConnection).values()].map(([pair]) => pair);
  const view = merchantView(rows);
  return {
    ...view,
    refreshing: rows.some(({ isRefreshing }) => isRefreshing),
    tenure: tenureOf(
      pairs.flatMap(({ spans }) => spans),
      pairs.flatMap(({ leavings }) => leavings).sort((one, other) => Date.parse(one.at) - Date.parse(other.at)),
      pairs.every(({ isWhole }) => isWhole),
    ),
    apps: view.apps.map((app, index) => ({ ...app, rows: (pairs[index]?.evidence ?? []).map(evidenceRow) })),
  };
}

function pastOfPairs(sql: Sql | TransactionSql): MoreOfPairs {
  return {
    columns: sql`past.spans, past.leavings, past.evidence, past.is_whole, past.is_refreshing,`,
    from: sql`
      cross join lateral (
        select
          (
            select coalesce(json_agg(json_build_object('state', state, 'from', from_at, 'to', to_at)), '[]')
            from merchant_spans
            where connection_id = pair.connection_id and app_number = pair.app_number
              and shop_number = shop.shop_number
          ) as spans,
          (
            select coalesce(json_agg(json_build_object(
              'type', type, 'at', occurred_at, 'reason', reason, 'description', description
            )), '[]')
            from merchant_events
            where connection_id = pair.connection_id and app_number = pair.app_number
              and shop_number = shop.shop_number
              and type in ('uninstalled', 'deactivated', 'unsubscribed') and not test and not suppressed
          ) as leavings,
          (
            select coalesce(json_agg(one.*), '[]')
            from (${selectEvidence(
              sql,
              sql`(
                select distinct pair.connection_id, id
                from (
                  select value as said from jsonb_each(pair.why)
                  union all
                  select value from jsonb_array_elements(pair.risk_reasons)
                ) as figure
                cross join lateral jsonb_array_elements_text(said->'evidence') as id
              )`,
            )}) as one
          ) as evidence,
          (select backfilled from sync_status where connection_id = pair.connection_id) as is_whole,
          exists (
            select
            from shop_refreshes
            where connection_id = pair.connection_id and shop = shop.shop_number::text and ${isUnderWay(sql)}
          ) as is_refreshing
      ) as past
    `,
  };
}
