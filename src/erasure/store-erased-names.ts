import type { Tenant } from '../postgres/tenant.js';

export interface FoundHash {
  readonly hash: string;
  readonly erasureId: string;
}

export async function findHashes({ sql }: Tenant, hashes: readonly string[]): Promise<FoundHash[]> {
  return sql<FoundHash[]>`select hash, erasure_id from erased_names where hash = any (${hashes}::text[])`;
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

/**
 * Whether the organization ever erased a shop. Asked under the lock that erasing takes alone, so that it stays so until
 * the transaction ends. Both travel together, and with what is sent behind them.
 */
export async function hasErased({ sql }: Tenant): Promise<boolean> {
  const [, [found]] = await Promise.all([
    sql`call share_erasures()`,
    sql<[{ any: boolean }]>`select exists (select from erased_names) as any`,
  ]);
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
  readonly shopifyNumbers: readonly string[];
  /** App number and charge number, with a space between. */
  readonly charges: readonly string[];
  /** Hashes of quarantined rows. */
  readonly damaged: readonly string[];
}

/** Rows that went, by table. */
export type RowCounts = Readonly<Record<string, number>>;

/** Removes the rows of a shop: see the function in the migration. */
export async function eraseRows(
  { sql }: Tenant,
  { shopNumber, domains, shopifyNumbers, charges, damaged }: ShopRows,
): Promise<RowCounts> {
  const [{ counts }] = await sql<[{ counts: RowCounts }]>`
    select erase_shop(
      ${shopNumber}::bigint, ${domains}::text[], ${shopifyNumbers}::bigint[], ${charges}::text[], ${damaged}::text[]
    ) as counts
  `;
  return counts;
}
