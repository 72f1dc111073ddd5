import { WorkflowIdConflictPolicy, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { CONNECTION_WORKFLOW, connectionWorkflowId } from '../workflows/names.js';
import { connectionStart, type ConnectionRef } from './signal-connection.js';

const DEADLINE_MS = 3_000;

/** The runs of connection workflows, for whoever judges whether one gets on. Not by a query: a stuck one answers none. */
export interface ConnectionRuns {
  /** How often the run's waiting workflow task was tried; 0 when none waits or nothing runs. */
  taskAttempts(connectionId: string): Promise<number>;
  /** Ends the run, if there is one, and starts another. */
  restart(connection: ConnectionRef): Promise<void>;
}

export function createConnectionRuns(client: Client): ConnectionRuns {
  const inTime = <T>(work: () => Promise<T>) => client.withDeadline(Date.now() + DEADLINE_MS, work);
  return {
    taskAttempts: async (connectionId) => {
      try {
        const handle = client.workflow.getHandle(connectionWorkflowId(connectionId));
        const { raw } = await inTime(() => handle.describe());
        return raw.pendingWorkflowTask?.attempt ?? 0;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return 0;
        throw error;
      }
    },
    restart: async (connection) => {
      await inTime(() =>
        client.workflow.start(CONNECTION_WORKFLOW, {
          ...connectionStart(connection),
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.TERMINATE_EXISTING,
        }),
      );
    },
  };
}
