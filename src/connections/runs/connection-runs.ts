import { type Client, WorkflowIdConflictPolicy, WorkflowNotFoundError } from '@temporalio/client';
import type { ConnectionIdentity } from '../../contract/connection-activities.js';
import { CONNECTION_WORKFLOW, connectionWorkflowId } from '../../contract/names.js';
import { connectionStart, TEMPORAL_DEADLINE_MS } from './signal-connection.js';

/** Of a run that may stand still. */
export interface RunStanding {
  readonly taskAttempts: number;
  /** One that runs or waits for a worker; not one that rests until its next try. */
  readonly hasActivity: boolean;
}

export const NOTHING_RUNS: RunStanding = { taskAttempts: 0, hasActivity: false };

/** The runs of connection workflows, for whoever judges whether one gets on. Not by a query: a stuck one answers none. */
export interface ConnectionRuns {
  /** How often the run's waiting workflow task was tried, and whether an activity of its is under way. */
  standing(connectionId: string): Promise<RunStanding>;
  /** Ends the run, if there is one, and starts another. */
  restart(connection: ConnectionIdentity): Promise<void>;
}

export function createConnectionRuns(client: Client): ConnectionRuns {
  const inTime = <T>(work: () => Promise<T>) => client.withDeadline(Date.now() + TEMPORAL_DEADLINE_MS, work);
  return {
    standing: async (connectionId) => {
      try {
        const handle = client.workflow.getHandle(connectionWorkflowId(connectionId));
        const { raw } = await inTime(() => handle.describe());
        return {
          taskAttempts: raw.pendingWorkflowTask?.attempt ?? 0,
          hasActivity: (raw.pendingActivities ?? []).some(({ nextAttemptScheduleTime }) => !nextAttemptScheduleTime),
        };
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return NOTHING_RUNS;
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
