import type { Tenant } from './tenant.js';

export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

export type KeyClaim =
  | { readonly outcome: 'claimed' }
  | { readonly outcome: 'in_flight' }
  | { readonly outcome: 'reused' }
  | { readonly outcome: 'answered'; readonly answer: StoredAnswer };

/**
 * Claims a key for one request. A key is forgotten after a day; a claim that was never answered, because the process
 * died, is given up after two minutes, longer than any request takes.
 */
export async function claimKey({ sql, organizationId }: Tenant, key: string, requestHash: string): Promise<KeyClaim> {
  const [claimed] = await sql`
    insert into idempotency_keys (organization_id, key, request_hash)
    values (${organizationId}, ${key}, ${requestHash})
    on conflict (organization_id, key) do update
      set request_hash = excluded.request_hash, created_at = now(), response_status = null, response_body = null
      where idempotency_keys.created_at < now() - interval '24 hours'
         or (idempotency_keys.response_status is null and idempotency_keys.created_at < now() - interval '2 minutes')
    returning key
  `;
  if (claimed !== undefined) return { outcome: 'claimed' };
  const [row] = await sql<{ requestHash: string; responseStatus: number | null; responseBody: unknown }[]>`
    select request_hash, response_status, response_body from idempotency_keys where key = ${key}
  `;
  // Released between the two statements: the other request failed just now, and the caller may try again.
  if (row === undefined) return { outcome: 'in_flight' };
  if (row.requestHash !== requestHash) return { outcome: 'reused' };
  if (row.responseStatus === null) return { outcome: 'in_flight' };
  return { outcome: 'answered', answer: { status: row.responseStatus, body: row.responseBody } };
}

export async function keepAnswer({ sql }: Tenant, key: string, { status, body }: StoredAnswer): Promise<void> {
  await sql`
    update idempotency_keys
    set response_status = ${status}, response_body = ${JSON.stringify(body ?? null)}::text::json
    where key = ${key}
  `;
}

/** Nothing happened that a repetition must not do again. */
export async function releaseKey({ sql }: Tenant, key: string): Promise<void> {
  await sql`delete from idempotency_keys where key = ${key} and response_status is null`;
}

/** Deletes some of this organization's keys that are older than a day. */
export async function forgetOldKeys({ sql }: Tenant): Promise<void> {
  await sql`
    delete from idempotency_keys
    where (organization_id, key) in (
      select organization_id, key
      from idempotency_keys
      where created_at < now() - interval '24 hours'
      limit 100
    )
  `;
}
