import { type Client, WorkflowIdConflictPolicy, WorkflowNotFoundError } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import type { ConnectionActivities, ConnectionIdentity } from '../../contract/connection-activities.js';
import { CONNECTION_WORKFLOW, connectionWorkflowId } from '../../contract/names.js';
import { connectionStart, TEMPORAL_DEADLINE_MS } from './signal-connection.js';

/** Of a run that may stand still. */
export interface RunStanding {
  readonly taskAttempts: number;
  /** One that has not ended, unless it is a connection's that rests until its next sync is due. */
  readonly hasActivity: boolean;
}

const NOTHING_RUNS: RunStanding = { taskAttempts: 0, hasActivity: false };

/** The runs of connection workflows, for whoever judges whether one gets on. Not by a query: a stuck one answers none. */
export interface ConnectionRuns {
  /** How often the run's waiting workflow task was tried, and whether an activity of its is under way. */
  standing(connectionId: string): Promise<RunStanding>;
  /** Ends the run, if there is one, and starts another. */
  restart(connection: ConnectionIdentity): Promise<void>;
}

const IDLE: keyof ConnectionActivities = 'syncWhileIdle';

/** The server says when the next attempt is only while that is to come. */
function restsIdle({ activityType, nextAttemptScheduleTime }: temporal.api.workflow.v1.IPendingActivityInfo): boolean {
  return activityType?.name === IDLE && Boolean(nextAttemptScheduleTime);
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
          hasActivity: (raw.pendingActivities ?? []).some((activity) => !restsIdle(activity)),
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
