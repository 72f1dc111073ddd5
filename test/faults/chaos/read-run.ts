import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { ConnectionActivities } from '../../../src/contract/connection-activities.js';
import { connectionWorkflowId } from '../../../src/contract/names.js';
import type { JudgedRun } from '../invariants/runs.js';

/** What Temporal has of a connection's newest run. @param status the row's */
export async function readRun({ workflow }: Client, connectionId: string, status: string): Promise<JudgedRun> {
  const handle = workflow.getHandle(connectionWorkflowId(connectionId));
  try {
    const { status: run, historyLength, historySize, raw } = await handle.describe();
    const history = await handle.fetchHistory();
    return {
      connectionId,
      status,
      open: run.name === 'RUNNING' ? 1 : 0,
      events: historyLength,
      bytes: historySize ?? 0,
      largestPayloadBytes: largestBytes(history),
      taskAttempt: raw.pendingWorkflowTask?.attempt ?? 0,
      activityAttempt: Math.max(
        0,
        ...(raw.pendingActivities ?? []).filter(isTriedOnce).map(({ attempt }) => attempt ?? 0),
      ),
    };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const nothing = { events: 0, bytes: 0, largestPayloadBytes: 0, taskAttempt: 0, activityAttempt: 0 };
    return { connectionId, status, open: 0, ...nothing };
  }
}

/** Of `syncWhileIdle` each try is a sync that is due: that these get on is seen by when the last one was. */
const isTriedOnce = ({ activityType }: { readonly activityType?: { readonly name?: string | null } | null }) =>
  activityType?.name !== ('syncWhileIdle' satisfies keyof ConnectionActivities);

/** Of all bytes in it, which are those of payloads. */
function largestBytes(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((largest, part) => Math.max(largest, largestBytes(part)), 0);
}
