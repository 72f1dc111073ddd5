import type { Tenant } from '../postgres/tenant.js';
import type { Instant } from '../values/instant.js';
import type { RowCounts } from './store-erased-names.js';

/** What is left of an erasure. It tells that something was erased, and nothing of what. */
export interface ErasureReceipt {
  readonly id: string;
  readonly at: Instant;
  readonly actor: string;
  readonly kind: 'merchant' | 'organization';
  readonly counts: RowCounts;
}

export async function insertReceipt(
  { sql, organizationId }: Tenant,
  { id, actor, kind, counts }: Omit<ErasureReceipt, 'at'>,
): Promise<ErasureReceipt> {
  const [receipt] = await sql<[ErasureReceipt]>`
    insert into erasures (organization_id, id, actor, kind, counts)
    values (${organizationId}, ${id}, ${actor}, ${kind}, ${sql.json(counts)})
    returning id, at, actor, kind, counts
  `;
  return receipt;
}

export async function findReceipt({ sql }: Tenant, id: string): Promise<ErasureReceipt | undefined> {
  const [receipt] = await sql<ErasureReceipt[]>`select id, at, actor, kind, counts from erasures where id = ${id}`;
  return receipt;
}
