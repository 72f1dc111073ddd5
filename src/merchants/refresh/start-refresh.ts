import { type Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { convotOrganizationIdKey, REFRESH_WORKFLOW, refreshWorkflowId, TASK_QUEUE } from '../../contract/names.js';
import type { ShopRefresh } from '../../contract/refresh-activities.js';
import { REFRESH_MS } from './under-way.js';

/**
 * Starts the refresh of one shop; nothing where it is under way already.
 * @throws when Temporal does not answer in time
 */
export type StartRefresh = (refresh: ShopRefresh) => Promise<void>;

// A second is most of what whoever looks will wait for.
const DEADLINE_MS = 1_000;

export function createStartRefresh(client: Client, deadlineMs = DEADLINE_MS): StartRefresh {
  return (refresh) =>
    client.withDeadline(Date.now() + deadlineMs, async () => {
      await client.workflow.start(REFRESH_WORKFLOW, {
        workflowId: refreshWorkflowId(refresh.connectionId, refresh.shop),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        taskQueue: TASK_QUEUE,
        // One that no worker took up in time is not to be done an hour later: nobody looks any more.
        workflowExecutionTimeout: REFRESH_MS,
        args: [refresh],
        staticSummary: `One shop read ahead, because somebody looks at it (Convot ${refresh.organizationId})`,
        typedSearchAttributes: new TypedSearchAttributes([
          { key: convotOrganizationIdKey, value: refresh.organizationId },
        ]),
      });
    });
}
