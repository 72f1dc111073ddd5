import { MERCHANT_STATUSES } from '../../../contract/merchant-words.js';
import type { Fragment } from '../../../postgres/sql.js';
import type { Tenant } from '../../../postgres/tenant.js';
import type { MerchantFilter } from './merchant-query.js';

/**
 * Ranges of the indexes of two tables, each in the order of any sort key. What a list shows is their merge.
 */
export interface IndexRanges {
  /** Merchants with the sort keys that are times. */
  readonly entries: 'merchant_entries' | 'segment_members';
  /** And those that are amounts, by currency. */
  readonly amounts: 'merchant_entry_amounts' | 'segment_member_amounts';
  /** A table `range_of_index` with one row a range. */
  readonly from: Fragment;
  /** What the rows `e` of one range have in common. */
  readonly within: Fragment;
}

const BY_APP = { entries: 'merchant_entries', amounts: 'merchant_entry_amounts' } as const;
const BY_SEGMENT = { entries: 'segment_members', amounts: 'segment_member_amounts' } as const;

/** All merchants that the filter lets through: a range for each app and status, or the segment's, and no row beside them. */
export function rangesOfFilter({ sql }: Tenant, { status, plan, appNumber, segmentId }: MerchantFilter): IndexRanges {
  if (segmentId !== undefined) {
    return {
      ...BY_SEGMENT,
      from: sql`(select ${segmentId}::uuid as segment_id) as range_of_index`,
      within: sql`e.segment_id = range_of_index.segment_id`,
    };
  }
  const statuses = status === undefined ? MERCHANT_STATUSES : [status];
  return {
    ...BY_APP,
    from: sql`
      (
        select distinct app_number, wanted.status
        from apps
        cross join unnest(${statuses}::text[]) as wanted (status)
        where removed_at is null ${appNumber === undefined ? sql`` : sql`and app_number = ${appNumber}`}
      ) as range_of_index
    `,
    within: sql`
      e.app_number = range_of_index.app_number and e.status = range_of_index.status ${plan === undefined ? sql`` : sql`and e.plan = ${plan}`}
    `,
  };
}

/** Of these shops those that the filter lets through: a range for each. */
export function rangesOfShops(
  { sql }: Tenant,
  { status, plan, appNumber, segmentId }: MerchantFilter,
  shopNumbers: readonly string[],
): IndexRanges {
  return {
    ...(segmentId === undefined ? BY_APP : BY_SEGMENT),
    from: sql`unnest(${shopNumbers}::bigint[]) as range_of_index (shop_number)`,
    within: sql`
      e.shop_number = range_of_index.shop_number
      ${status === undefined ? sql`` : sql`and e.status = ${status}`}
      ${plan === undefined ? sql`` : sql`and e.plan = ${plan}`}
      ${appNumber === undefined ? sql`` : sql`and e.app_number = ${appNumber}`}
      ${segmentId === undefined ? sql`` : sql`and e.segment_id = ${segmentId}`}
    `,
  };
}
