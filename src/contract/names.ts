import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** Names that Convot's API, operators and other programs rely on. */
export const TASK_QUEUE = 'partner-sync';
export const CONNECTION_WORKFLOW = 'connection';
export const WEBHOOK_WORKFLOW = 'webhook';
/** Tells Convot the feed of one organization, where the installation wants it. */
export const UPDATES_WORKFLOW = 'merchantUpdates';
/** To it: merchants have changed. */
export const CHANGED_SIGNAL = 'changed';
/** To a webhook workflow: an operator wants the message sent now, and the waits begin anew. */
export const SEND_NOW_SIGNAL = 'sendNow';
/** First syncs have slots of their own: however many there are, no cycle of the others waits behind them. */
export const FIRST_SYNC_TASK_QUEUE = 'partner-sync-first-syncs';
/** Requests to Convot have slots of their own: a receiver that hangs takes none from the syncs. */
export const DELIVERY_TASK_QUEUE = 'partner-sync-deliveries';
/** All of an organization's merchants may change at once: slots of their own, so that no churn event waits behind them. */
export const UPDATES_TASK_QUEUE = 'partner-sync-updates';
export const REFRESH_WORKFLOW = 'merchantRefresh';
/** Somebody waits in front of a conversation: slots of their own, so that no first sync is in the way. */
export const REFRESH_TASK_QUEUE = 'partner-sync-refreshes';

const CONNECTION_PREFIX = 'connection/';

export function connectionWorkflowId(connectionId: string): string {
  return CONNECTION_PREFIX + connectionId;
}

/** The connection whose workflow has this id. */
export function connectionIdOf(workflowId: string): string {
  return workflowId.slice(CONNECTION_PREFIX.length);
}

export function webhookWorkflowId(messageId: string): string {
  return `webhook/${messageId}`;
}

export function updatesWorkflowId(organizationId: string): string {
  return `merchant-updates/${organizationId}`;
}

/** @param shop its number, or a domain */
export function refreshWorkflowId(connectionId: string, shop: string): string {
  return `merchant-refresh/${connectionId}/${shop}`;
}

// Stored unencrypted by Temporal: ids and single words only.
export const convotOrganizationIdKey = defineSearchAttributeKey('ConvotOrganizationId', SearchAttributeType.KEYWORD);
export const partnerOrganizationIdKey = defineSearchAttributeKey('PartnerOrganizationId', SearchAttributeType.KEYWORD);
export const connectionStatusKey = defineSearchAttributeKey('ConnectionStatus', SearchAttributeType.KEYWORD);
export const connectionHealthKey = defineSearchAttributeKey('ConnectionHealth', SearchAttributeType.KEYWORD);

/**
 * Carries a trace through Temporal: the same name and content as of Temporal's own interceptors.
 * Source: @temporalio/interceptors-opentelemetry 1.24.0, src/instrumentation.ts.
 */
export const TRACE_HEADER = '_tracer-data';
