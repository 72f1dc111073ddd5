import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import {
  CONNECTION_WORKFLOW,
  connectionIdOf,
  connectionStatusKey,
  convotOrganizationIdKey,
  partnerOrganizationIdKey,
} from '../../contract/names.js';

/**
 * A run of a connection's workflow, and what it says of itself, null where it does not. After a restore that may be more
 * than the database knows.
 */
export interface KnownConnection {
  readonly connectionId: string;
  readonly organizationId: string | null;
  readonly partnerOrganizationId: string | null;
  /** A `ConnectionStatus`, as the run last knew the row. */
  readonly status: string | null;
  readonly run: WorkflowExecutionInfo;
}

/** As Temporal's list filter has it. */
export const RUNNING = `ExecutionStatus = 'Running'`;

/**
 * Closed runs are there as long as the namespace keeps them, and all of it is seen a moment late.
 * @param condition of Temporal's list filter
 */
export async function* listConnectionRuns(client: Client, condition: string): AsyncIterable<KnownConnection> {
  const query = `WorkflowType = '${CONNECTION_WORKFLOW}' and ${condition}`;
  for await (const run of client.workflow.list({ query })) {
    const { workflowId, typedSearchAttributes: attributes } = run;
    yield {
      connectionId: connectionIdOf(workflowId),
      organizationId: attributes.get(convotOrganizationIdKey) ?? null,
      partnerOrganizationId: attributes.get(partnerOrganizationIdKey) ?? null,
      status: attributes.get(connectionStatusKey) ?? null,
      run,
    };
  }
}
