import type { ConnectionKey } from '../../contract/connection-activities.js';
import type { Sql } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';

/** By what a key is known again without being shown. */
export interface KeyCheck {
  readonly keyId: string;
  readonly checkValue: string;
}

/** Notes keys that are new here; of two processes at once the first one's word stays. */
export async function noteKeyChecks(sql: Sql, checks: readonly KeyCheck[]): Promise<void> {
  await sql`
    insert into token_key_checks ${sql(checks as KeyCheck[], 'keyId', 'checkValue')}
    on conflict do nothing
  `;
}

export async function readKeyChecks(sql: Sql): Promise<KeyCheck[]> {
  return sql<KeyCheck[]>`select key_id, check_value from token_key_checks order by first_seen_at, key_id`;
}

/** How many tokens are under a key of the ring, over all tenants. */
export interface KeyUse {
  readonly keyId: string;
  readonly tokens: number;
}

export async function readKeyUses(sql: Sql): Promise<KeyUse[]> {
  return sql<KeyUse[]>`select key_id, count(*)::integer as tokens from sealed_tokens group by key_id order by key_id`;
}

/**
 * Connections whose token is under another key than this one, by id, a page of them. Only the role convot_worker may ask.
 */
export async function readSealedOtherwise(
  sql: Sql,
  keyId: string,
  after: string | null,
  limit: number,
): Promise<ConnectionKey[]> {
  return sql<ConnectionKey[]>`
    select d.organization_id, d.connection_id
    from sealed_tokens s
    join connection_directory d using (connection_id)
    where s.key_id <> ${keyId} ${after === null ? sql`` : sql`and s.connection_id > ${after}`}
    order by s.connection_id
    limit ${limit}
  `;
}

export async function readTokenCiphertext({ sql }: Tenant, connectionId: string): Promise<string | null> {
  const [row] = await sql<{ tokenCiphertext: string | null }[]>`
    select token_ciphertext from connections where id = ${connectionId}
  `;
  return row?.tokenCiphertext ?? null;
}

/**
 * Only if it still is what was read: whoever connected anew meanwhile has written another token.
 * @returns whether it was
 */
export async function replaceTokenCiphertext(
  { sql }: Tenant,
  connectionId: string,
  before: string,
  after: string,
): Promise<boolean> {
  const { count } = await sql`
    update connections set token_ciphertext = ${after} where id = ${connectionId} and token_ciphertext = ${before}
  `;
  return count > 0;
}
