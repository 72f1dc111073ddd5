import type { Tenant } from '../postgres/tenant.js';
import type { RowNames } from './row-names.js';
import { nameOfDomain, nameOfNumber, type ShopName } from './shop-names.js';

export interface FoundHash {
  readonly hash: string;
  readonly erasureId: string;
}

/** Those of them that are there. */
export async function findHashes({ sql }: Tenant, hashes: readonly string[]): Promise<string[]> {
  const found = await sql<{ hash: string }[]>`select hash from erased_names where hash = any (${hashes}::text[])`;
  return found.map(({ hash }) => hash);
}

/** All hashes of each erasure that one of these is of. */
export async function findErasures({ sql }: Tenant, hashes: readonly string[]): Promise<FoundHash[]> {
  return sql<FoundHash[]>`
    select hash, erasure_id
    from erased_names
    where erasure_id in (select erasure_id from erased_names where hash = any (${hashes}::text[]))
  `;
}

export async function insertHashes(
  { sql, organizationId }: Tenant,
  hashes: readonly string[],
  erasureId: string,
): Promise<void> {
  await sql`
    insert into erased_names (organization_id, hash, erasure_id)
    select ${organizationId}, hash, ${erasureId}
    from unnest(${[...new Set(hashes)].sort()}::text[]) as r (hash)
    on conflict do nothing
  `;
}

export async function forgetHashes({ sql }: Tenant, hashes: readonly string[]): Promise<void> {
  await sql`delete from erased_names where hash = any (${hashes}::text[])`;
}

/** The shops of these rows that are stored, by number or domain. */
export async function findHere(
  { sql }: Tenant,
  rows: readonly Pick<RowNames, 'number' | 'domains'>[],
): Promise<ReadonlySet<ShopName>> {
  if (rows.length === 0) return new Set();
  const domains = [...new Set(rows.flatMap((row) => row.domains))];
  const numbers = [...new Set(rows.flatMap(({ number }) => (number?.kind === 'shop' ? [number.of] : [])))];
  const found = await sql<{ domain: string | null; shopNumber: string | null }[]>`
    select distinct myshopify_domain as domain, null::bigint as shop_number
    from shops
    where myshopify_domain = any (${domains}::text[])
    union all
    select null, shop_number
    from shops
    where connection_id in (select id from connections) and shop_number = any (${numbers}::bigint[])
  `;
  return new Set(
    found.flatMap(({ domain, shopNumber }) => [
      ...(domain === null ? [] : [nameOfDomain(domain)]),
      ...(shopNumber === null ? [] : [nameOfNumber('shop', shopNumber)]),
    ]),
  );
}

/** Under which numbers of gid://shopify/ the root events stand that wait for their shop under these domains. */
export async function numbersAtSeats({ sql }: Tenant, seats: readonly string[]): Promise<string[]> {
  if (seats.length === 0) return [];
  const rows = await sql<{ number: string }[]>`
    select distinct shopify_shop_number as number
    from timeline_events
    where shop_number is null and myshopify_domain = any (${seats}::text[])
  `;
  return rows.map(({ number }) => number);
}

/**
 * Whether the organization ever erased a shop. Asked under the lock that erasing takes alone, so that it stays so until
 * the transaction ends.
 */
export async function hasErased({ sql }: Tenant): Promise<boolean> {
  const [found] = await sql<[{ any: boolean }]>`select any_erased() as any`;
  return found.any;
}

/** Keeps pages of the organization from being stored, and shops from being asked for, until the transaction ends. */
export async function holdErasures({ sql }: Tenant): Promise<void> {
  await sql`call hold_erasures()`;
}

export interface ShopRows {
  /** Null: only what names it otherwise. */
  readonly shopNumber: string | null;
  readonly domains: readonly string[];
  /** Domains under which root events that wait for their shop are its own. */
  readonly seats: readonly string[];
  readonly shopifyNumbers: readonly string[];
  /** App number and charge number, with a space between. */
  readonly charges: readonly string[];
  /** Hashes of quarantined rows. */
  readonly damaged: readonly string[];
}

/** Rows that went, by table. */
export type RowCounts = Readonly<Record<string, number>>;

/** Removes the rows of a shop: see the function in the migration. Nobody else writes merchants meanwhile. */
export async function eraseRows(
  { sql }: Tenant,
  { shopNumber, domains, seats, shopifyNumbers, charges, damaged }: ShopRows,
): Promise<RowCounts> {
  await sql`call lock_merchants()`;
  const [{ counts }] = await sql<[{ counts: RowCounts }]>`
    select erase_shop(
      ${shopNumber}::bigint, ${domains}::text[], ${seats}::text[], ${shopifyNumbers}::bigint[], ${charges}::text[],
      ${damaged}::text[]
    ) as counts
  `;
  return counts;
}
