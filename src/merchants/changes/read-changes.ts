import type { Tenant } from '../../postgres/tenant.js';
import { merchantViews } from '../read/merchant/merchant-details.js';
import type { MerchantView, SegmentName } from '../read/merchant-views.js';

/** One merchant that has changed, as it is now. */
export type MerchantChange = {
  readonly number: number;
  /** The same for a merchant as long as an epoch lasts, also once it is erased. */
  readonly ref: string;
} & (
  | ({ readonly kind: 'merchant'; readonly merchant: MerchantView } & SegmentMoves)
  /** No visible app is on the shop any more. */
  | ({ readonly kind: 'hidden' } & SegmentMoves)
  | { readonly kind: 'erased' }
);

/** Where the merchant last entered or left a segment under this number. */
export interface SegmentMoves {
  readonly entered: readonly SegmentName[];
  readonly left: readonly SegmentName[];
}

/** A stretch of an organization's feed, in the order of its numbers. */
export interface Changes {
  /** Within which numbers mean what they meant when they were told. */
  readonly epoch: string;
  readonly items: readonly MerchantChange[];
  /** What to ask for next: whatever changed up to here has been told. */
  readonly last: number;
}

export interface Place {
  /** Null: of today. */
  readonly epoch: string | null;
  /** The number that was told last; 0 for all merchants. */
  readonly after: number;
}

interface FeedRow {
  readonly epoch: string;
  readonly newest: number;
  readonly number: number | null;
  readonly shopNumber: string | null;
  readonly ref: string;
  readonly moves: readonly (SegmentName & { readonly entered: boolean })[];
}

/**
 * What has changed since a place. A merchant that changed again is told under its newest number; and, as it is now, under
 * those at which it last entered or left a segment, so that nobody misses that, however many changes are between.
 * @param tenant of a transaction that sees one moment (`inSnapshot`)
 * @returns null when the place is of another epoch: the reader has to begin anew
 */
export async function readChanges(tenant: Tenant, { epoch, after }: Place, limit: number): Promise<Changes | null> {
  const [first, ...others] = await tenant.sql<[FeedRow, ...FeedRow[]]>`
    select
      feed.epoch, feed.newest::float8 as newest, c.number::float8 as number, c.shop_number,
      coalesce(
        (select ref from merchant_changes m where m.shop_number = c.shop_number),
        (select ref from merchant_changes m where m.number = c.number)
      ) as ref,
      (
        select coalesce(
          json_agg(json_build_object('id', s.id, 'name', s.name, 'entered', e.entered) order by s.name, s.id), '[]'
        )
        from segment_changes e
        join segments s on s.id = e.segment_id
        where e.number = c.number
      ) as moves
    from (
      select current_feed_epoch() as epoch, coalesce((select last from change_feeds), 0) as newest
    ) as feed
    left join lateral (
      (select number, shop_number from merchant_changes where number > ${after} order by number limit ${limit})
      union
      (select number, shop_number from segment_changes where number > ${after} order by number limit ${limit})
      order by number
      limit ${limit}
    ) as c on true
    order by number
  `;
  // Numbers that nobody has given yet were given by a database that was put back since.
  if ((epoch !== null && epoch !== first.epoch) || after > first.newest) return null;
  const rows = [first, ...others].filter((row): row is FeedRow & { number: number } => row.number !== null);
  const shopNumbers = [...new Set(rows.flatMap(({ shopNumber }) => shopNumber ?? []))];
  const views = await merchantViews(tenant, shopNumbers);
  const merchants = new Map(views.map((view) => [view.shopNumber, view]));
  const items = rows.map((row) => changeOf(row, merchants));
  return { epoch: first.epoch, items, last: rows.length === limit ? (rows.at(-1)?.number ?? after) : first.newest };
}

function changeOf(
  { number, ref, shopNumber, moves }: FeedRow & { readonly number: number },
  merchants: ReadonlyMap<string, MerchantView>,
): MerchantChange {
  if (shopNumber === null) return { number, ref, kind: 'erased' };
  const merchant = merchants.get(shopNumber);
  const moved = { entered: namesOf(moves, true), left: namesOf(moves, false) };
  return merchant === undefined
    ? { number, ref, kind: 'hidden', ...moved }
    : { number, ref, kind: 'merchant', merchant, ...moved };
}

function namesOf(moves: FeedRow['moves'], entered: boolean): SegmentName[] {
  return moves.filter((move) => move.entered === entered).map(({ id, name }) => ({ id, name }));
}
