import type { ChargeState, MerchantName } from '../../contract/merchant-words.js';
import type { CountedMerchants } from '../../contract/revenue-words.js';
import type { Fragment } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';
import { type Day, startOf } from '../../values/day.js';
import { groupBy } from '../../values/group-by.js';
import type { Instant } from '../../values/instant.js';
import type { Units } from '../../values/money.js';
import { inScope, onPlan, type RevenueScope } from './revenue-scope.js';

export interface StandingFilter {
  readonly currency: string;
  readonly standing: CountedMerchants;
  /** Empty: no row names one. */
  readonly plan?: string | undefined;
}

/** Plain JSON, opaque to callers: the last merchant of a page. */
export interface StandingPosition {
  /** Units as text. */
  readonly mrr: string;
  readonly shopNumber: string;
}

/** A charge that is alive. */
export interface StandingPlan {
  readonly appNumber: string;
  readonly plan: string | null;
  readonly state: Exclude<ChargeState, 'frozen'>;
  readonly mrr: Units;
  readonly since: Instant;
}

export interface StandingMerchant extends MerchantName {
  readonly mrr: Units;
  readonly plans: readonly StandingPlan[];
}

export interface StandingMerchants {
  /** Of the whole list. */
  readonly merchants: number;
  readonly mrr: Units;
  readonly items: readonly StandingMerchant[];
  readonly next: StandingPosition | null;
}

/** A page of the merchants that stood so at the midnight `end`, most MRR first: those that the cards count. */
export async function listStandingMerchants(
  tenant: Tenant,
  scope: RevenueScope,
  end: Day,
  filter: StandingFilter,
  page: { limit: number; after: StandingPosition | null },
): Promise<StandingMerchants> {
  const rows = await readMerchants(tenant, scope, end, filter, page);
  const [whole] = rows;
  const found = rows.filter((row): row is FoundMerchant => row.shopNumber !== null);
  const shown = found.slice(0, page.limit);
  const plans = groupBy(await readPlans(tenant, scope, end, filter, shown), ({ shopNumber }) => shopNumber);
  const last = shown.at(-1);
  return {
    merchants: whole?.merchants ?? 0,
    mrr: BigInt(whole?.total ?? 0),
    items: shown.map(({ shopNumber, myshopifyDomain, name, mrr }) => {
      const own = plans.get(shopNumber) ?? [];
      return { shopNumber, myshopifyDomain, name, mrr: BigInt(mrr), plans: own.map(toStandingPlan) };
    }),
    next: found.length > page.limit && last !== undefined ? { mrr: last.mrr, shopNumber: last.shopNumber } : null,
  };
}

interface Whole {
  readonly merchants: number;
  readonly total: string;
}

interface FoundMerchant extends Whole, MerchantName {
  readonly mrr: string;
}

/** With what the whole list comes to in each row; one row without a merchant when there is none on the page. */
function readMerchants(
  tenant: Tenant,
  scope: RevenueScope,
  end: Day,
  filter: StandingFilter,
  { limit, after }: { limit: number; after: StandingPosition | null },
): Promise<(FoundMerchant | (Whole & { shopNumber: null }))[]> {
  const { sql } = tenant;
  return sql<(FoundMerchant | (Whole & { shopNumber: null }))[]>`
    with standing as materialized (
      select shop_number, sum(mrr) as mrr
      from merchant_spans
      where ${stands(tenant, scope, end, filter)}
      group by shop_number
    )
    select whole.*, own.shop_number, own.mrr, own.myshopify_domain, own.name
    from (select count(*)::integer as merchants, coalesce(sum(mrr), 0) as total from standing) as whole
    left join (
      select paged.*, merchant.myshopify_domain, merchant.name
      from (
        select shop_number, mrr
        from standing
        ${after === null ? sql`` : sql`where (mrr, shop_number) < (${after.mrr}::numeric, ${after.shopNumber}::bigint)`}
        order by mrr desc, shop_number desc
        limit ${limit + 1}
      ) as paged
      join merchants merchant using (shop_number)
    ) as own on true
    order by own.mrr desc, own.shop_number desc
  `.execute();
}

interface PlanRow extends Omit<StandingPlan, 'mrr'> {
  readonly shopNumber: string;
  readonly mrr: string;
}

async function readPlans(
  tenant: Tenant,
  scope: RevenueScope,
  end: Day,
  filter: StandingFilter,
  shops: readonly MerchantName[],
): Promise<PlanRow[]> {
  if (shops.length === 0) return [];
  return tenant.sql<PlanRow[]>`
    select shop_number, app_number, plan, state, mrr, from_at as since
    from merchant_spans
    where shop_number = any (${shops.map(({ shopNumber }) => shopNumber)}::bigint[])
      and ${stands(tenant, scope, end, filter)}
    order by mrr desc, app_number, from_at, charge_number
  `;
}

function toStandingPlan({ appNumber, plan, state, mrr, since }: PlanRow): StandingPlan {
  return { appNumber, plan, state, mrr: BigInt(mrr), since };
}

function stands(tenant: Tenant, scope: RevenueScope, end: Day, { currency, standing, plan }: StandingFilter): Fragment {
  const { sql } = tenant;
  const at = startOf(end);
  return sql`
    currency = ${currency} and from_at < ${at} and (to_at is null or to_at >= ${at}) and state <> 'frozen'
      and ${inScope(tenant, scope)} ${standing === 'paying' ? sql`and mrr > 0` : sql``} ${onPlan(sql, plan)}
  `;
}
