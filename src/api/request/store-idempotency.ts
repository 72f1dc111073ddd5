import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A key as it is stored: a keyed hash of it. */
export type KeyHash = string;

/** What one request holds: when a later one has taken the key over, the first can no longer answer for it. */
export interface HeldKey {
  readonly keyHash: KeyHash;
  readonly claimedAt: Instant;
}

export type KeyClaim =
  | { readonly outcome: 'claimed'; readonly held: HeldKey }
  | { readonly outcome: 'in_flight' }
  | { readonly outcome: 'reused' }
  | { readonly outcome: 'answered'; readonly answer: StoredAnswer };

/**
 * Claims a key for one request. A key is forgotten after a day.
 * @param longestMs as long as a request may take: a claim that was not answered by then is that of a process that died
 */
export async function claimKey(
  { sql, organizationId }: Tenant,
  keyHash: KeyHash,
  requestHash: string,
  longestMs: number,
): Promise<KeyClaim> {
  const [claimed] = await sql<{ createdAt: Instant }[]>`
    insert into idempotency_keys (organization_id, key, request_hash)
    values (${organizationId}, ${keyHash}, ${requestHash})
    on conflict (organization_id, key) do update
      set request_hash = excluded.request_hash, created_at = now(), response_status = null, response_body = null
      where idempotency_keys.created_at < now() - interval '24 hours'
         or (
           idempotency_keys.response_status is null
           and idempotency_keys.created_at < now() - ${longestMs} * interval '1 millisecond'
         )
    returning created_at
  `;
  if (claimed !== undefined) return { outcome: 'claimed', held: { keyHash, claimedAt: claimed.createdAt } };
  const [row] = await sql<{ requestHash: string; responseStatus: number | null; responseBody: unknown }[]>`
    select request_hash, response_status, response_body from idempotency_keys where key = ${keyHash}
  `;
  // Released between the two statements: the other request failed just now, and the caller may try again.
  if (row === undefined) return { outcome: 'in_flight' };
  if (row.requestHash !== requestHash) return { outcome: 'reused' };
  if (row.responseStatus === null) return { outcome: 'in_flight' };
  return { outcome: 'answered', answer: { status: row.responseStatus, body: row.responseBody } };
}

export async function keepAnswer(
  { sql }: Tenant,
  { keyHash, claimedAt }: HeldKey,
  answer: StoredAnswer,
): Promise<void> {
  await sql`
    update idempotency_keys
    set response_status = ${answer.status}, response_body = ${JSON.stringify(answer.body ?? null)}::text::json
    where key = ${keyHash} and created_at = ${claimedAt}
  `;
}

/** Nothing happened that a repetition must not do again. */
export async function releaseKey({ sql }: Tenant, { keyHash, claimedAt }: HeldKey): Promise<void> {
  await sql`
    delete from idempotency_keys where key = ${keyHash} and created_at = ${claimedAt} and response_status is null
  `;
}
