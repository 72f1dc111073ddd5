import type { Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { ConnectionIdentity, ConnectionStart } from '../../contract/connection-activities.js';
import {
  CONNECTION_WORKFLOW,
  connectionStatusKey,
  connectionWorkflowId,
  convotOrganizationIdKey,
  partnerOrganizationIdKey,
  TASK_QUEUE,
} from '../../contract/names.js';
import type { ConnectionSignal } from '../../contract/signals.js';
import { WORKFLOW_RETRY } from '../../contract/workflow-retry.js';

/**
 * Nudges the connection's workflow, starting it when none runs: create or poke is one atomic call.
 * @throws when Temporal does not answer in time; the row stands, and the reconciler nudges again later
 */
export type SignalConnection = (connection: ConnectionIdentity, signal: ConnectionSignal) => Promise<void>;

// An HTTP request waits for this; longer than a busy server needs, shorter than a person's patience.
export const TEMPORAL_DEADLINE_MS = 3_000;

export function createSignalConnection(client: Client): SignalConnection {
  return async (connection, signal) => {
    await client.withDeadline(Date.now() + TEMPORAL_DEADLINE_MS, () =>
      client.workflow.signalWithStart(CONNECTION_WORKFLOW, { ...connectionStart(connection), signal }),
    );
  };
}

/** What a connection's workflow is started with, whoever starts it. */
export function connectionStart(connection: ConnectionIdentity) {
  return {
    workflowId: connectionWorkflowId(connection.connectionId),
    taskQueue: TASK_QUEUE,
    args: [{ version: 1, ...connection }] as [ConnectionStart],
    retry: WORKFLOW_RETRY,
    staticSummary: `Shopify sync, Partner organization ${connection.partnerOrganizationId} (Convot ${connection.organizationId})`,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: convotOrganizationIdKey, value: connection.organizationId },
      { key: partnerOrganizationIdKey, value: connection.partnerOrganizationId },
      { key: connectionStatusKey, value: 'connected' },
    ]),
  };
}
