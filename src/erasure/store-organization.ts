import type { Tenant } from '../postgres/tenant.js';
import { CodedError } from '../values/coded-error.js';

export async function listConnectionIds({ sql }: Tenant): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from connections order by id`;
  return rows.map(({ id }) => id);
}

/** What the function in the migration raises. */
const CONNECTED = '55000';

/**
 * Removes some rows of the organization: of the first table that has any. Nobody connects until the transaction ends.
 * @returns null once nothing is left
 * @throws CodedError `connection_revived` when a connection is not disconnected
 */
export async function eraseSomeRows(
  { sql }: Tenant,
  most: number,
): Promise<{ readonly table: string; readonly rows: number } | null> {
  try {
    const [erased] = await sql<[{ own: string | null; removed: string | null }]>`
      select own, removed from erase_organization_rows(${most})
    `;
    return erased.own === null ? null : { table: erased.own, rows: Number(erased.removed) };
  } catch (error) {
    const isConnected = error instanceof Error && 'code' in error && error.code === CONNECTED;
    if (!isConnected) throw error;
    throw new CodedError('connection_revived', 'Somebody connected meanwhile. What was erased until then is gone.');
  }
}
