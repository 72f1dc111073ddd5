import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** Names that Convot's API, operators and other programs rely on. */
export const TASK_QUEUE = 'partner-sync';
export const CONNECTION_WORKFLOW = 'connection';
export const WEBHOOK_WORKFLOW = 'webhook';
/** To a webhook workflow: an operator wants the message sent now, and the waits begin anew. */
export const SEND_NOW_SIGNAL = 'sendNow';
/** Requests to Convot have slots of their own: a receiver that hangs takes none from the syncs. */
export const DELIVERY_TASK_QUEUE = 'partner-sync-deliveries';

export function connectionWorkflowId(connectionId: string): string {
  return `connection/${connectionId}`;
}

export function webhookWorkflowId(messageId: string): string {
  return `webhook/${messageId}`;
}

// Stored unencrypted by Temporal: ids and single words only.
export const convotOrganizationIdKey = defineSearchAttributeKey('ConvotOrganizationId', SearchAttributeType.KEYWORD);
export const partnerOrganizationIdKey = defineSearchAttributeKey('PartnerOrganizationId', SearchAttributeType.KEYWORD);
export const connectionStatusKey = defineSearchAttributeKey('ConnectionStatus', SearchAttributeType.KEYWORD);
export const connectionHealthKey = defineSearchAttributeKey('ConnectionHealth', SearchAttributeType.KEYWORD);
