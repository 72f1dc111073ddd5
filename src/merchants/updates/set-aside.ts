import { UPDATE_TYPE } from '../../contract/merchant-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import { type DeliveryAttempt, insertMessages, noteAttempt } from '../../webhooks/store/webhook-messages.js';
import type { UpdateCursor } from './update-cursor.js';
import type { UpdateMessage } from './update-message.js';

/** An update that was sent, and what came of it. */
export interface SentUpdate {
  readonly message: UpdateMessage;
  readonly attempt: DeliveryAttempt;
}

/**
 * Has what Convot refused tried again by itself, as any message is. Only its number is kept: each attempt tells the
 * merchant as it is then, and none tells of one that was erased.
 * @returns ids of those that are to be sent
 */
export async function setAside(tenant: Tenant, epoch: string, refused: readonly SentUpdate[]): Promise<string[]> {
  const messages = refused.map(({ message: { id, number } }) => ({
    id,
    ...{ appNumber: null, shopNumber: null, type: UPDATE_TYPE, isNews: true },
    payload: JSON.stringify({ epoch, number } satisfies UpdateCursor),
  }));
  const ids = await insertMessages(tenant, null, messages);
  for (const { message, attempt } of refused) await noteAttempt(tenant, message.id, attempt);
  return ids.filter((id) => refused.some(({ message, attempt }) => message.id === id && attempt.state === 'pending'));
}

/** Where in its feed a message that was set aside has its merchant. @param payload as `setAside` wrote it */
export function placeOf(payload: string): UpdateCursor {
  return JSON.parse(payload) as UpdateCursor;
}
