import type { ConnectionNoticeType } from '../../contract/connection-words.js';
import { type Instant, showInstant } from '../../values/instant.js';
import { messageId } from '../../webhooks/message-id.js';
import type { NewMessage } from '../../webhooks/store/webhook-messages.js';
import type { ConnectionView } from '../view/connection-view.js';

/** One thing that Convot is to be told of a connection, once. */
export interface ConnectionNotice {
  readonly type: ConnectionNoticeType;
  /** What tells it from another of its type; the id of the message is made of it. */
  readonly factKey: string;
  /** When it was seen. */
  readonly at: Instant;
  /** Since when it is so. */
  readonly since: Instant;
  /** As the owner is shown it then. */
  readonly error: ConnectionView['error'];
}

/** Which connection it tells of. */
export interface NoticedConnection {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly partnerOrganizationId: string;
}

/** The message, as Standard Webhooks wants it: `timestamp` is when it happened, not when it is sent. */
export function connectionMessage(
  { organizationId, connectionId, partnerOrganizationId }: NoticedConnection,
  { type, factKey, at, since, error }: ConnectionNotice,
): NewMessage {
  const data = { organizationId, connectionId, partnerOrganizationId, error, since: showInstant(since) };
  return {
    id: messageId(connectionId, type, factKey),
    appNumber: null,
    shopNumber: null,
    type,
    payload: JSON.stringify({ type, timestamp: showInstant(at), data }),
    isNews: true,
  };
}
