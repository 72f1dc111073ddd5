import type { ConnectionIdentity } from '../../../src/contract/connection-activities.js';
import type { Sql } from '../../../src/postgres/sql.js';

export interface ConnectionClone extends ConnectionIdentity {
  readonly tokenCiphertext: string;
}

// What a connection gathers while it runs, and what is no connection's.
const LEFT_OUT = [
  ...['audit_log', 'credential_tries', 'erased_names', 'erasures', 'idempotency_keys', 'merchant_corrections'],
  ...['shop_refreshes', 'sync_leases', 'sync_runs', 'webhook_directory', 'webhook_messages'],
];

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/**
 * Writes connections that stand as this one does, with all that is stored and derived of it: thousands in the time in
 * which a worker would sync some.
 * @param sql one connection of a superuser, without a time limit for statements
 */
export async function cloneConnection(sql: Sql, original: ConnectionIdentity, clones: readonly ConnectionClone[]) {
  await sql`create temporary table clones (organization_id text, connection_id uuid, partner text, token text)`;
  await sql`
    insert into clones
    select * from unnest(
      ${clones.map(({ organizationId }) => organizationId)}::text[],
      ${clones.map(({ connectionId }) => connectionId)}::uuid[],
      ${clones.map(({ partnerOrganizationId }) => partnerOrganizationId)}::text[],
      ${clones.map(({ tokenCiphertext }) => tokenCiphertext)}::text[]
    )
  `;
  // Neither triggers nor foreign keys: what they would add is cloned as well.
  await sql`set session_replication_role = replica`;
  for (const table of await tablesOf(sql)) {
    // eslint-disable-next-line no-restricted-syntax -- of names from the catalog, quoted; all values are parameters
    await sql.unsafe(cloneStatement(table), valuesFor(table, original));
  }
  await sql`reset session_replication_role`;
  await sql`drop table clones`;
  await sql`vacuum analyze`;
}

/** Those that name a tenant or a connection, with what can be written of them. */
function tablesOf(sql: Sql): Promise<Table[]> {
  return sql<Table[]>`
    select table_name as name, array_agg(column_name::text) as columns
    from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all(${LEFT_OUT})
      and is_generated = 'NEVER' and is_identity = 'NO'
    group by table_name
    having bool_or(column_name in ('organization_id', 'connection_id'))
  `;
}

function cloneStatement({ name, columns }: Table): string {
  const ofClone: Readonly<Record<string, string>> = {
    organization_id: 'clones.organization_id',
    connection_id: 'clones.connection_id',
    ...(name === 'connections'
      ? { id: 'clones.connection_id', partner_organization_id: 'clones.partner', token_ciphertext: 'clones.token' }
      : {}),
  };
  const values = columns.map((column) => ofClone[column] ?? `"${name}"."${column}"`);
  const key = keyColumn({ name, columns });
  return `
    insert into "${name}" (${columns.map((column) => `"${column}"`).join(', ')})
    select ${values.join(', ')} from "${name}" cross join clones
    where "${name}"."${key}"::text = $1
  `;
}

/** Only one connection of its organization is there, so that the tenant tells as much. */
function keyColumn({ columns }: Table): 'organization_id' | 'connection_id' {
  return columns.includes('organization_id') ? 'organization_id' : 'connection_id';
}

function valuesFor(table: Table, { organizationId, connectionId }: ConnectionIdentity): string[] {
  return [keyColumn(table) === 'organization_id' ? organizationId : connectionId];
}
