import { namesOfDamaged } from '../../erasure/raw-names.js';
import { erasedAs, erasureOf, namesOfKey, type RowNames } from '../../erasure/row-names.js';
import type { ShopName } from '../../erasure/shop-names.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { ErasableShop } from './erasable-shop.js';

interface DamagedRow {
  readonly hash: string;
  readonly feed: string;
  readonly rowKey: string | null;
  readonly text: Uint8Array | null;
  /** A row that is stored as the shop's came damaged later. */
  readonly isOfStored: boolean;
}

const AT_A_TIME = 500;

/** A shop of which all rows are damaged, as far as anything in them tells. @param key as of `findMerchant` */
export async function findDamagedShop(tenant: Tenant, key: string): Promise<ErasableShop | null> {
  const { number, domains } = namesOfKey(key);
  if (number === null && domains.length === 0) return null;
  for await (const row of damagedRows(tenant, null, [])) {
    const names = namesIn(row);
    const isMeant = number === null ? names.domains.some((one) => domains.includes(one)) : isOf(names, number.of);
    if (!isMeant) continue;
    const shopNumber = names.number?.kind === 'shop' ? names.number.of : null;
    const shopifyNumbers = names.number?.kind === 'shopify' ? [names.number.of] : [];
    return { shopNumber, shopifyNumbers, domains };
  }
  return null;
}

function isOf({ number }: RowNames, shopNumber: string): boolean {
  return number?.of === shopNumber;
}

/** Hashes of the quarantined rows that are a shop's, as far as anything in them tells. @param names all that it is known by */
export async function findDamagedRows(
  tenant: Tenant,
  shop: { readonly shopNumber: string | null; readonly shopifyNumbers: readonly string[] },
  names: readonly ShopName[],
): Promise<string[]> {
  const erased = erasedAs(names, 'this one');
  const found = new Set<string>();
  for await (const row of damagedRows(tenant, shop.shopNumber, shop.shopifyNumbers)) {
    const isOwn = row.isOfStored || isKeyOf(row, shop.shopNumber) || erasureOf(namesIn(row), erased) !== undefined;
    if (isOwn) found.add(row.hash);
  }
  return [...found];
}

async function* damagedRows(
  { sql }: Tenant,
  shopNumber: string | null,
  shopifyNumbers: readonly string[],
): AsyncGenerator<DamagedRow> {
  let after = '';
  for (;;) {
    const rows: DamagedRow[] = await sql<DamagedRow[]>`
      select
        q.hash, q.feed, q.row_key, q.raw as text,
        exists (
          select
          from transactions t
          where t.connection_id = q.connection_id and t.id = q.row_key and t.shop_number = ${shopNumber}::bigint
        ) or exists (
          select
          from timeline_events e
          where e.connection_id = q.connection_id and e.id = q.row_key
            and (e.shop_number = ${shopNumber}::bigint or e.shopify_shop_number = any (${shopifyNumbers}::bigint[]))
        ) as is_of_stored
      from quarantined_rows q
      where q.hash > ${after}
      order by q.hash
      limit ${AT_A_TIME}
    `;
    yield* rows;
    after = rows.at(-1)?.hash ?? '';
    if (rows.length < AT_A_TIME) return;
  }
}

/** As rowKey in sync/contents/rows.ts and sync/subscriptions/store-answers.ts write it. */
function isKeyOf({ feed, rowKey }: DamagedRow, shopNumber: string | null): boolean {
  if (shopNumber === null || rowKey === null) return false;
  if (feed.startsWith('events/')) return rowKey.startsWith(`${shopNumber} `);
  return feed === 'activeSubscription' && rowKey.endsWith(`/${shopNumber}`);
}

function namesIn({ feed, text }: DamagedRow): RowNames {
  const raw = text === null ? '' : Buffer.from(text).toString('utf8');
  return namesOfDamaged(raw, feed.startsWith('events/') ? feed.slice('events/'.length) : null);
}
