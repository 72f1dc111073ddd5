import type { Sql } from '../../postgres/sql.js';

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

/** Keeps this one if there is none yet. */
export async function keepInstallationKey(sql: Sql, ciphertext: string): Promise<void> {
  await sql`insert into installation_key (ciphertext) values (${ciphertext}) on conflict do nothing`;
}

export async function readInstallationKey(sql: Sql): Promise<string | undefined> {
  const [row] = await sql<{ ciphertext: string }[]>`select ciphertext from installation_key`;
  return row?.ciphertext;
}

/** Only if it still is what was read: another process may have replaced it meanwhile, by its own encryption of the same key. */
export async function replaceInstallationKey(sql: Sql, before: string, after: string): Promise<void> {
  await sql`update installation_key set ciphertext = ${after} where ciphertext = ${before}`;
}
