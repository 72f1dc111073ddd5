import type { Tenant } from '../postgres/tenant.js';

export async function listConnectionIds({ sql }: Tenant): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from connections order by id`;
  return rows.map(({ id }) => id);
}

/**
 * Removes some rows of the organization: of the first table that has any.
 * @returns null once nothing is left
 * @throws when a connection is not disconnected
 */
export async function eraseSomeRows(
  { sql }: Tenant,
  most: number,
): Promise<{ readonly table: string; readonly rows: number } | null> {
  const [erased] = await sql<[{ own: string | null; removed: string | null }]>`
    select own, removed from erase_organization_rows(${most})
  `;
  return erased.own === null ? null : { table: erased.own, rows: Number(erased.removed) };
}
