import { UPDATE_TYPE } from '../../contract/merchant-words.js';
import { type Instant, showInstant } from '../../values/instant.js';
import { messageId } from '../../webhooks/message-id.js';
import { presentChange } from '../changes/present-change.js';
import type { MerchantChange } from '../changes/read-changes.js';

/** An item of an organization's feed, as a message to Convot. */
export interface UpdateMessage {
  /** Of organization, epoch and number: sent again it is no second message. */
  readonly id: string;
  readonly number: number;
  /** JSON, as Standard Webhooks wants it: `timestamp` is when the merchant was as it tells. */
  readonly body: string;
}

/** @param at the moment that the change was read at, by the database's clock */
export function updateMessage(
  organizationId: string,
  epoch: string,
  at: Instant,
  change: MerchantChange,
): UpdateMessage {
  const { number } = change;
  const data = { organizationId, epoch, ...presentChange(change) };
  return {
    id: messageId(organizationId, UPDATE_TYPE, `${epoch}/${number}`),
    number,
    body: JSON.stringify({ type: UPDATE_TYPE, timestamp: showInstant(at), data }),
  };
}
