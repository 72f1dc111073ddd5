import { UPDATE_TYPE } from '../../contract/merchant-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import { type DeliveryAttempt, insertMessages, noteAttempt } from '../../webhooks/store/webhook-messages.js';
import { lockMerchants } from '../derive/input/due-pairs.js';
import { readUpdate } from './read-updates.js';
import type { UpdateCursor } from './update-cursor.js';
import type { UpdateMessage } from './update-message.js';

/** An update that was sent, and what came of it. */
export interface SentUpdate {
  readonly message: UpdateMessage;
  readonly attempt: DeliveryAttempt;
  /** The receiver had too much to do. */
  readonly isOverload: boolean;
}

/** So many of an organization may wait in the outbox, beside its churn events. */
const MOST_PENDING = 100;

/**
 * Has what Convot refused tried again by itself, as any message is. It is written as the merchant is now, so that it is
 * right whoever sends it, a worker of an earlier release among them; with its shop, so that it goes with it. What has
 * changed again, or was erased, since it was sent is told by something newer.
 * @returns those that are to be sent, and when; null, and none is written, while a hundred wait already
 */
export async function setAside(
  tenant: Tenant,
  epoch: string,
  refused: readonly SentUpdate[],
): Promise<{ readonly id: string; readonly waitMs: number }[] | null> {
  // An erasure that has begun ends first, and none begins before this is written.
  await lockMerchants(tenant);
  if (await isFull(tenant)) return null;
  const messages = [];
  for (const { message } of refused) {
    const now = await readUpdate(tenant, { epoch, number: message.number });
    if (now === null) continue;
    const { id, shopNumber, body } = now;
    messages.push({ id, appNumber: null, shopNumber, type: UPDATE_TYPE, isNews: true, payload: body });
  }
  const ids = await insertMessages(tenant, null, messages);
  for (const { message, attempt } of refused) await noteAttempt(tenant, message.id, attempt);
  return refused.flatMap(({ message: { id }, attempt: { waitMs } }) =>
    waitMs !== null && ids.includes(id) ? [{ id, waitMs }] : [],
  );
}

async function isFull({ sql }: Tenant): Promise<boolean> {
  const [{ pending }] = await sql<[{ pending: number }]>`
    select count(*)::integer as pending from webhook_messages where type = ${UPDATE_TYPE} and state = 'pending'
  `;
  return pending >= MOST_PENDING;
}

/** Where in its feed a message that was set aside has its merchant. @param payload as `setAside` wrote it */
export function cursorOf(payload: string): UpdateCursor {
  return (JSON.parse(payload) as { data: UpdateCursor }).data;
}
