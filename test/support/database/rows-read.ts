import type { Tenant } from '../../../src/postgres/tenant.js';

/** Rows of tables and entries of indexes that `work` reads in this transaction, as Postgres counts them. */
export async function rowsRead(tenant: Tenant, work: () => Promise<unknown>): Promise<number> {
  const before = await count(tenant);
  await work();
  return (await count(tenant)) - before;
}

async function count({ sql }: Tenant): Promise<number> {
  const [{ rows }] = await sql<[{ rows: number }]>`
    select sum(pg_stat_get_xact_tuples_returned(oid))::integer as rows
    from pg_class
    where relkind in ('r', 'i') and relnamespace = (select relnamespace from pg_class where oid = 'merchants'::regclass)
  `;
  return rows;
}
