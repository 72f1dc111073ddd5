import type { Tenant } from '../postgres/tenant.js';
import type { Instant } from '../values/instant.js';
import type { RowCounts } from './store-erased-names.js';

/** What is left of an erasure. It tells that something was erased, and nothing of what. */
export interface ErasureReceipt {
  readonly id: string;
  /** When it began. */
  readonly at: Instant;
  readonly actor: string;
  readonly kind: 'merchant' | 'organization';
  readonly counts: RowCounts;
  /** Null while something is left of an organization. */
  readonly finishedAt: Instant | null;
}

export interface NewReceipt extends Pick<ErasureReceipt, 'id' | 'actor' | 'kind' | 'counts'> {
  readonly isFinished: boolean;
}

export async function insertReceipt(
  { sql, organizationId }: Tenant,
  { id, actor, kind, counts, isFinished }: NewReceipt,
): Promise<ErasureReceipt> {
  const [receipt] = await sql<[ErasureReceipt]>`
    insert into erasures (organization_id, id, actor, kind, counts, finished_at)
    values (
      ${organizationId}, ${id}, ${actor}, ${kind}, ${sql.json(counts)}, case when ${isFinished} then now() end
    )
    returning ${all(sql)}
  `;
  return receipt;
}

export async function findReceipt({ sql }: Tenant, id: string): Promise<ErasureReceipt | undefined> {
  const [receipt] = await sql<ErasureReceipt[]>`select ${all(sql)} from erasures where id = ${id}`;
  return receipt;
}

/** That of an erasure of the organization which was stopped. */
export async function findUnfinished({ sql }: Tenant): Promise<ErasureReceipt | undefined> {
  const [receipt] = await sql<ErasureReceipt[]>`select ${all(sql)} from erasures where finished_at is null`;
  return receipt;
}

/** More rows of a table went. */
export async function addToReceipt({ sql }: Tenant, id: string, table: string, rows: number): Promise<void> {
  await sql`
    update erasures
    set counts = jsonb_set(counts, array[${table}::text], to_jsonb(coalesce((counts ->> ${table}::text)::bigint, 0) + ${rows}::bigint))
    where id = ${id}
  `;
}

/** Nothing is left. Who repeats it changes nothing. */
export async function finishReceipt({ sql }: Tenant, id: string): Promise<ErasureReceipt> {
  await sql`update erasures set finished_at = now() where id = ${id} and finished_at is null`;
  const [receipt] = await sql<[ErasureReceipt]>`select ${all(sql)} from erasures where id = ${id}`;
  return receipt;
}

function all(sql: Tenant['sql']) {
  return sql`id, at, actor, kind, counts, finished_at`;
}
