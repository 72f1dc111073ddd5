import { namesOfDamaged } from '../../erasure/raw-names.js';
import { isErased, type ShopName } from '../../erasure/shop-names.js';
import type { Tenant } from '../../postgres/tenant.js';

interface DamagedRow {
  readonly hash: string;
  readonly feed: string;
  readonly rowKey: string | null;
  readonly text: Uint8Array | null;
  /** A row that is stored as the shop's came damaged later. */
  readonly isOfStored: boolean;
}

const AT_A_TIME = 500;

/** Hashes of the quarantined rows that are a shop's, as far as anything in them tells. */
export async function findDamagedRows(
  { sql }: Tenant,
  shop: { readonly shopNumber: string; readonly erased: ReadonlySet<ShopName> },
): Promise<string[]> {
  const found: string[] = [];
  let after = '';
  for (;;) {
    const rows: DamagedRow[] = await sql<DamagedRow[]>`
      select
        q.hash, q.feed, q.row_key, q.raw as text,
        exists (
          select
          from transactions t
          where t.connection_id = q.connection_id and t.id = q.row_key and t.shop_number = ${shop.shopNumber}::bigint
        ) as is_of_stored
      from quarantined_rows q
      where q.hash > ${after}
      order by q.hash
      limit ${AT_A_TIME}
    `;
    found.push(...rows.filter((row) => isOfShop(row, shop)).map(({ hash }) => hash));
    after = rows.at(-1)?.hash ?? '';
    if (rows.length < AT_A_TIME) return [...new Set(found)];
  }
}

function isOfShop(
  { feed, rowKey, text, isOfStored }: DamagedRow,
  { shopNumber, erased }: Parameters<typeof findDamagedRows>[1],
): boolean {
  if (isOfStored) return true;
  // As rowKey in sync/contents/rows.ts and sync/subscriptions/store-answers.ts write it.
  if (feed.startsWith('events/') && rowKey?.startsWith(`${shopNumber} `) === true) return true;
  if (feed === 'activeSubscription' && rowKey?.endsWith(`/${shopNumber}`) === true) return true;
  if (text === null) return false;
  const raw = Buffer.from(text).toString('utf8');
  return isErased(namesOfDamaged(raw, feed.startsWith('events/') ? feed.slice('events/'.length) : null), erased);
}
