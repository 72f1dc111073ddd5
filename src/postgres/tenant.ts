import type { Fragment, Sql, TransactionSql } from './sql.js';
import { inTransaction } from './transaction.js';

/**
 * One organization's open transaction: row-level security shows its rows only. The first argument of every query
 * function, so that none can run without a tenant.
 */
export interface Tenant {
  readonly organizationId: string;
  readonly sql: TransactionSql;
}

/**
 * Runs `work` in one transaction that sees and writes only this organization's rows.
 * The setting ends with the transaction, so a pooled connection is handed back without a tenant.
 */
export async function withTenant<T>(
  sql: Sql,
  organizationId: string,
  work: (tenant: Tenant) => Promise<T>,
): Promise<T> {
  return inTransactionOf(sql, '', organizationId, work);
}

/** The same for readers whose queries must agree with each other: all of them see the moment of the first. */
export async function inSnapshot<T>(
  sql: Sql,
  organizationId: string,
  work: (tenant: Tenant) => Promise<T>,
): Promise<T> {
  return inTransactionOf(sql, 'isolation level repeatable read read only', organizationId, work);
}

async function inTransactionOf<T>(
  sql: Sql,
  mode: string,
  organizationId: string,
  work: (tenant: Tenant) => Promise<T>,
): Promise<T> {
  return inTransaction(sql, mode, async (transaction) => {
    // Sent ahead of the work's first query, not waited for: both travel together.
    const setting = transaction`select set_config('app.organization_id', ${organizationId}, true)`.execute();
    const [value] = await Promise.all([work({ organizationId, sql: transaction }), setting]);
    return value;
  });
}

/**
 * The same for one statement that only reads and is sent outside of `withTenant`: one round trip instead of three. It
 * begins with this table `tenant`, which sets the tenant until the statement ends.
 * Everything behind it depends on it by `lateral`, directly or through others, and is kept apart by `offset 0`. A policy
 * looks the tenant up once, when its table is first read: joined freely, Postgres would do so while none is set, and see
 * no row.
 */
export function tenantTable(sql: Sql, organizationId: string): Fragment {
  return sql`set_config('app.organization_id', ${organizationId}, true) as tenant`;
}
