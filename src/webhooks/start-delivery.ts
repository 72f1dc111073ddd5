import { type Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { MessageKey } from '../contract/delivery-activities.js';
import {
  convotOrganizationIdKey,
  SEND_NOW_SIGNAL,
  TASK_QUEUE,
  WEBHOOK_WORKFLOW,
  webhookWorkflowId,
} from '../contract/names.js';
import { WORKFLOW_RETRY } from '../contract/workflow-retry.js';

/**
 * Starts the delivery of a message that is committed; nothing where it is under way already.
 * @param inMs when to try for the first time from now
 * @throws when Temporal does not answer in time; the message stands, and the reconciler starts it later
 */
export type StartDelivery = (message: MessageKey, inMs?: number) => Promise<void>;

// A sync waits for this.
const DEADLINE_MS = 1_000;

export function createStartDelivery(client: Client, deadlineMs = DEADLINE_MS): StartDelivery {
  return (message, inMs = 0) =>
    client.withDeadline(Date.now() + deadlineMs, async () => {
      await client.workflow.start(WEBHOOK_WORKFLOW, {
        ...optionsOf(message),
        startDelay: inMs,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      });
    });
}

/** The same for an operator, who does not want to wait for the next attempt of a delivery that is under way. */
export function createStartDeliveryNow(client: Client): StartDelivery {
  return async (message) => {
    await client.workflow.signalWithStart(WEBHOOK_WORKFLOW, {
      ...optionsOf(message),
      signal: SEND_NOW_SIGNAL,
    });
  };
}

function optionsOf(message: MessageKey) {
  return {
    workflowId: webhookWorkflowId(message.messageId),
    // A message may be sent again long after its delivery ended.
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    taskQueue: TASK_QUEUE,
    args: [message] as [MessageKey],
    retry: WORKFLOW_RETRY,
    staticSummary: `Message to Convot, organization ${message.organizationId}`,
    typedSearchAttributes: new TypedSearchAttributes([{ key: convotOrganizationIdKey, value: message.organizationId }]),
  };
}
