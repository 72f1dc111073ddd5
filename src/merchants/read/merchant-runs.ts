import { MERCHANT_STATUSES } from '../../contract/merchant-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Fragment } from '../../postgres/sql.js';
import type { MerchantFilter } from './merchant-query.js';

/**
 * Stretches of the indexes of merchant_entries and merchant_entry_amounts, each in the order of any sort key. What a
 * list shows is their merge.
 */
export interface Runs {
  /** A table `run` with one row a run. */
  readonly from: Fragment;
  /** What the rows `e` of one run have in common. */
  readonly within: Fragment;
}

/** All merchants that the filter lets through: a run for each app and status, and no row beside them. */
export function runsOfFilter({ sql }: Tenant, { status, plan, appNumber }: MerchantFilter): Runs {
  const statuses = status === undefined ? MERCHANT_STATUSES : [status];
  return {
    from: sql`
      (
        select distinct app_number, wanted.status
        from apps
        cross join unnest(${statuses}::text[]) as wanted (status)
        where removed_at is null ${appNumber === undefined ? sql`` : sql`and app_number = ${appNumber}`}
      ) as run
    `,
    within: sql`
      e.app_number = run.app_number and e.status = run.status ${plan === undefined ? sql`` : sql`and e.plan = ${plan}`}
    `,
  };
}

/** Of these shops those that the filter lets through: a run for each. */
export function runsOfShops(
  { sql }: Tenant,
  { status, plan, appNumber }: MerchantFilter,
  shopNumbers: readonly string[],
): Runs {
  return {
    from: sql`unnest(${shopNumbers}::bigint[]) as run (shop_number)`,
    within: sql`
      e.shop_number = run.shop_number
      ${status === undefined ? sql`` : sql`and e.status = ${status}`}
      ${plan === undefined ? sql`` : sql`and e.plan = ${plan}`}
      ${appNumber === undefined ? sql`` : sql`and e.app_number = ${appNumber}`}
    `,
  };
}
