import { type Client, type WorkflowExecutionInfo, WorkflowNotFoundError } from '@temporalio/client';
import { CONNECTION_WORKFLOW, convotOrganizationIdKey, partnerOrganizationIdKey } from '../../contract/names.js';
import type { ConnectionSignal } from '../../contract/signals.js';
import { type Instant, instantFromMs } from '../../values/instant.js';

/** A connection that Temporal has a run of. Whose it is, is null where the run does not say so. */
export interface KnownConnection {
  readonly connectionId: string;
  readonly organizationId: string | null;
  readonly partnerOrganizationId: string | null;
}

const DISCONNECT = 'disconnect' satisfies ConnectionSignal;
/** The signals that say what an owner wants of the connection, not only that something is to be looked at. */
const WISHES: ReadonlySet<string> = new Set<ConnectionSignal>([DISCONNECT, 'reconnect']);

/**
 * What Temporal knows of connections beside the database: after a restore it may know better. Closed runs are there as long
 * as the namespace keeps them, and all of it is seen a moment late.
 */
export interface KnownRuns {
  /** Those with a run that has not ended. */
  running(): AsyncIterable<KnownConnection>;
  /**
   * When each was last told to disconnect, of those whose runs ended by it or are about to.
   * @param of the runs of others are not looked into, which takes a request each
   */
  disconnects(of: (connectionId: string) => boolean): Promise<ReadonlyMap<string, Instant>>;
}

export function createKnownRuns(client: Client): KnownRuns {
  const list = (condition: string) =>
    client.workflow.list({ query: `WorkflowType = '${CONNECTION_WORKFLOW}' and ${condition}` });
  return {
    async *running() {
      for await (const run of list(`ExecutionStatus = 'Running'`)) yield known(run);
    },
    async disconnects(of) {
      const times = new Map<string, Instant>();
      for await (const run of list(`ConnectionStatus in ('disconnecting', 'disconnected')`)) {
        const { connectionId } = known(run);
        const at = of(connectionId) ? await disconnectedAt(client, run) : null;
        if (at !== null && at > (times.get(connectionId) ?? '')) times.set(connectionId, at);
      }
      return times;
    },
  };
}

function known({ workflowId, typedSearchAttributes }: WorkflowExecutionInfo): KnownConnection {
  return {
    connectionId: workflowId.slice(workflowId.indexOf('/') + 1),
    organizationId: typedSearchAttributes.get(convotOrganizationIdKey) ?? null,
    partnerOrganizationId: typedSearchAttributes.get(partnerOrganizationIdKey) ?? null,
  };
}

/**
 * By the signal, which names the wish itself: a run also ends because its row is not there. Null where the last wish of the
 * run was another one.
 */
async function disconnectedAt(client: Client, { workflowId, runId }: WorkflowExecutionInfo): Promise<Instant | null> {
  const history = await client.workflow
    .getHandle(workflowId, runId)
    .fetchHistory()
    .catch((error: unknown) => {
      // Its time was up between the list and this.
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    });
  const last = (history?.events ?? []).findLast(({ workflowExecutionSignaledEventAttributes: signal }) =>
    WISHES.has(signal?.signalName ?? ''),
  );
  if (last?.workflowExecutionSignaledEventAttributes?.signalName !== DISCONNECT) return null;
  const { seconds, nanos } = last.eventTime ?? {};
  return instantFromMs(Number(seconds ?? 0) * 1_000 + (nanos ?? 0) / 1_000_000);
}
