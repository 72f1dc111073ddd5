import { UPDATE_TYPE } from '../../contract/merchant-words.js';
import { type Instant, instantToMs, showInstant } from '../../values/instant.js';
import { messageId } from '../../webhooks/message-id.js';
import type { Message } from '../../webhooks/send-message.js';
import { presentChange } from '../changes/present-change.js';
import type { MerchantChange } from '../changes/read-changes.js';

/**
 * An item of an organization's feed, as a message to Convot. Its id is of organization, epoch and number: sent again it is
 * no second message. Its `timestamp` is when the merchant was as it tells.
 */
export interface UpdateMessage extends Message {
  readonly number: number;
  /** Of the merchant. */
  readonly ref: string;
  /** Null where it says nothing of the shop. */
  readonly shopNumber: string | null;
}

/** @param at the moment that the change was read at, by the database's clock */
export function updateMessage(
  organizationId: string,
  epoch: string,
  at: Instant,
  change: MerchantChange,
): UpdateMessage {
  const { number, ref } = change;
  const data = { organizationId, epoch, ...presentChange(change) };
  return {
    id: messageId(organizationId, UPDATE_TYPE, `${epoch}/${number}`),
    number,
    ref,
    shopNumber: change.kind === 'merchant' ? change.merchant.shopNumber : null,
    nowMs: instantToMs(at),
    body: JSON.stringify({ type: UPDATE_TYPE, timestamp: showInstant(at), data }),
  };
}
