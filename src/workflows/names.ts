import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** Names that Convot's API, operators and other programs rely on. */
export const TASK_QUEUE = 'partner-sync';
export const CONNECTION_WORKFLOW = 'connection';

export function connectionWorkflowId(connectionId: string): string {
  return `connection/${connectionId}`;
}

// Stored unencrypted by Temporal: ids and a status only.
export const convotOrganizationId = defineSearchAttributeKey('ConvotOrganizationId', SearchAttributeType.KEYWORD);
export const partnerOrganizationId = defineSearchAttributeKey('PartnerOrganizationId', SearchAttributeType.KEYWORD);
export const connectionStatus = defineSearchAttributeKey('ConnectionStatus', SearchAttributeType.KEYWORD);
