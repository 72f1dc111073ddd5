import { type Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import {
  CHANGED_SIGNAL,
  convotOrganizationIdKey,
  TASK_QUEUE,
  UPDATES_WORKFLOW,
  updatesWorkflowId,
} from '../contract/names.js';
import type { UpdatesKey } from '../contract/update-activities.js';
import { WORKFLOW_RETRY } from '../contract/workflow-retry.js';

/**
 * Has Convot told what is new of an organization's merchants.
 * @throws when Temporal does not answer in time; the reconciler finds that it was not told
 */
export type StartUpdates = (organizationId: string) => Promise<void>;

// A sync waits for this.
const DEADLINE_MS = 1_000;

/** After a change: whoever is at it already looks once more. */
export function createStartUpdates(client: Client, deadlineMs = DEADLINE_MS): StartUpdates {
  return (organizationId) =>
    client.withDeadline(Date.now() + deadlineMs, async () => {
      await client.workflow.signalWithStart(UPDATES_WORKFLOW, { ...optionsOf(organizationId), signal: CHANGED_SIGNAL });
    });
}

/** Of what was found left: whoever is at it already is left alone. */
export function createResumeUpdates(client: Client, deadlineMs = DEADLINE_MS): StartUpdates {
  return (organizationId) =>
    client.withDeadline(Date.now() + deadlineMs, async () => {
      await client.workflow.start(UPDATES_WORKFLOW, {
        ...optionsOf(organizationId),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      });
    });
}

function optionsOf(organizationId: string) {
  return {
    workflowId: updatesWorkflowId(organizationId),
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    taskQueue: TASK_QUEUE,
    args: [{ organizationId }] as [UpdatesKey],
    retry: WORKFLOW_RETRY,
    staticSummary: `Changes of merchants, organization ${organizationId}`,
    typedSearchAttributes: new TypedSearchAttributes([{ key: convotOrganizationIdKey, value: organizationId }]),
  };
}
