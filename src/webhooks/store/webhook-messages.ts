import type { Instant } from '../../values/instant.js';
import type { Tenant } from '../../postgres/tenant.js';

export const WEBHOOK_STATES = ['pending', 'delivered', 'failed', 'not_sent'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** A message to Convot as operators see it. */
export interface WebhookMessage {
  readonly id: string;
  readonly connectionId: string;
  readonly type: string;
  readonly state: WebhookState;
  readonly notSentBecause: 'backfill' | null;
  readonly createdAt: Instant;
  readonly attempts: number;
  readonly lastAttemptAt: Instant | null;
  /** HTTP status, or the code of what went wrong before there was one. */
  readonly lastAnswer: string | null;
  /** Of a pending one. */
  readonly dueAt: Instant | null;
}

/** Newest first, those in this state or all. */
export async function listWebhookMessages(
  { sql }: Tenant,
  { state, limit }: { state: WebhookState | null; limit: number },
): Promise<WebhookMessage[]> {
  return sql<WebhookMessage[]>`
    select
      id, connection_id, type, state, not_sent_because, created_at, attempts, last_attempt_at, last_answer, due_at
    from webhook_messages
    where state = coalesce(${state}, state)
    order by created_at desc, id
    limit ${limit}
  `;
}

/** The body of a message that is to be sent, as it was written; undefined for any other. */
export async function readPendingBody({ sql }: Tenant, id: string): Promise<string | undefined> {
  const [message] = await sql<{ body: string }[]>`
    select payload::text as body from webhook_messages where id = ${id} and state = 'pending'
  `;
  return message?.body;
}

export interface DeliveryAttempt {
  readonly answer: string;
  readonly state: 'pending' | 'delivered' | 'failed';
  /** Until the next one, while it is pending. */
  readonly waitMs: number | null;
}

/** Notes an attempt. One that was settled meanwhile, by an attempt whose worker seemed dead, stays so. */
export async function noteAttempt(
  { sql }: Tenant,
  id: string,
  { answer, state, waitMs }: DeliveryAttempt,
): Promise<void> {
  await sql`
    update webhook_messages
    set state = ${state},
        attempts = attempts + 1,
        last_attempt_at = statement_timestamp(),
        last_answer = ${answer},
        due_at = statement_timestamp() + ${waitMs} * interval '1 millisecond'
    where id = ${id} and state = 'pending'
  `;
}

/**
 * Makes a message of any state due now.
 * @returns its connection; undefined when this organization has no such message
 */
export async function requeueMessage({ sql }: Tenant, id: string): Promise<string | undefined> {
  const [message] = await sql<{ connectionId: string }[]>`
    update webhook_messages
    set state = 'pending', not_sent_because = null, due_at = statement_timestamp()
    where id = ${id}
    returning connection_id
  `;
  return message?.connectionId;
}
