import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

export const WEBHOOK_STATES = ['pending', 'delivered', 'failed', 'not_sent'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** A message to Convot as operators see it. */
export interface WebhookMessage {
  readonly id: string;
  /** Null where it is of the organization. */
  readonly connectionId: string | null;
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

/** What is to be sent. */
export interface PendingMessage {
  readonly type: string;
  /** JSON. */
  readonly payload: string;
  /** The database's time, in milliseconds since 1970: this machine's clock may be days off. */
  readonly nowMs: number;
}

/** A message that is to be sent, as it was written; undefined for any other. */
export async function readPending({ sql }: Tenant, id: string): Promise<PendingMessage | undefined> {
  const [message] = await sql<PendingMessage[]>`
    select type, payload::text as payload, extract(epoch from clock_timestamp())::float8 * 1000 as now_ms
    from webhook_messages
    where id = ${id} and state = 'pending'
  `;
  return message;
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

/** Removes a message that there is nothing to tell by any more. */
export async function forgetMessage({ sql }: Tenant, id: string): Promise<void> {
  await sql`delete from webhook_messages where id = ${id}`;
}

/** A message that is to be sent again. */
export interface RequeuedMessage {
  readonly id: string;
  /** Null where it is of the organization. */
  readonly connectionId: string | null;
}

/**
 * Makes a message of any state due now.
 * @returns undefined when this organization has no such message
 */
export async function requeueMessage({ sql }: Tenant, id: string): Promise<RequeuedMessage | undefined> {
  const [message] = await sql<RequeuedMessage[]>`
    update webhook_messages
    set state = 'pending', not_sent_because = null, due_at = statement_timestamp()
    where id = ${id}
    returning id, connection_id
  `;
  return message;
}

/**
 * Makes due now what was settled by sending it, whatever the receiver made of it, of messages written or last sent since then. Not what
 * came with the past: that was news to nobody.
 * @returns their ids and connections
 */
export async function requeueMessagesSince({ sql }: Tenant, since: Instant): Promise<RequeuedMessage[]> {
  return sql<RequeuedMessage[]>`
    update webhook_messages
    set state = 'pending', due_at = statement_timestamp()
    where state in ('delivered', 'failed') and greatest(created_at, last_attempt_at) >= ${since}
    returning id, connection_id
  `;
}

/**
 * Forgets messages that are settled since long: by then their events are too old to be told again. And those that
 * nobody tried to send, because no address was configured: after four days, which no delivery takes. Those of the whole
 * organization go with any connection's.
 */
export async function deleteOldMessages({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    delete from webhook_messages
    where (connection_id = ${connectionId} or connection_id is null)
      and (
        (state <> 'pending' and created_at < now() - interval '30 days')
        or due_at < now() - interval '4 days'
      )
  `;
}

/** A message to Convot as it is told. */
export interface NewMessage {
  readonly id: string;
  /** Null where it tells of a whole connection or merchant. */
  readonly appNumber: string | null;
  /** With it the message goes when the shop is erased; null where it says nothing of one. */
  readonly shopNumber: string | null;
  readonly type: string;
  /** JSON. */
  readonly payload: string;
  /** False: it came with the past, and is kept without being sent. */
  readonly isNews: boolean;
}

/**
 * Writes messages that are not there yet.
 * @param connectionId null where they are of the organization
 * @returns the ids of those that are to be sent
 */
export async function insertMessages(
  { sql, organizationId }: Tenant,
  connectionId: string | null,
  messages: readonly NewMessage[],
): Promise<string[]> {
  if (messages.length === 0) return [];
  const rows = messages.map(({ id, appNumber, shopNumber, type, payload, isNews }) => ({
    ...{ id, app_number: appNumber, shop_number: shopNumber, type, payload, news: isNews },
  }));
  const inserted = await sql<{ id: string; state: string }[]>`
    insert into webhook_messages (
      organization_id, connection_id, id, app_number, shop_number, type, payload, state, not_sent_because, due_at
    )
    select
      ${organizationId}, ${connectionId}, id, app_number, shop_number, type, payload::json,
      case when news then 'pending' else 'not_sent' end,
      case when not news then 'backfill' end,
      case when news then statement_timestamp() end
    from jsonb_to_recordset(${sql.json(rows)}::jsonb) as r (
      id text, app_number bigint, shop_number bigint, type text, payload text, news boolean
    )
    order by id
    on conflict do nothing
    returning id, state
  `;
  return inserted.filter(({ state }) => state === 'pending').map(({ id }) => id);
}
