import { type Client, type WorkflowExecutionInfo, WorkflowNotFoundError } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import type { ConnectionActivities, StopConfirmation } from '../../contract/connection-activities.js';
import type { ConnectionSignal } from '../../contract/signals.js';
import { inParallel } from '../../values/in-parallel.js';
import { type Instant, instantFromMs } from '../../values/instant.js';
import { type KnownConnection, listConnectionRuns, RUNNING } from './known-connections.js';

/** What an owner last wanted of a connection, as its runs know. */
export interface LastWish {
  readonly wish: 'disconnect' | 'reconnect';
  readonly at: Instant;
  /** The last time that it was disconnected or to be; of a `disconnect` the same. */
  readonly disconnectedAt: Instant;
}

type HistoryEvent = NonNullable<History['events']>[number];

const DISCONNECT = 'disconnect' satisfies ConnectionSignal;
const RECONNECT = 'reconnect' satisfies ConnectionSignal;
const CONFIRM = 'confirmDisconnected' satisfies keyof ConnectionActivities;
const CONFIRMED = 'disconnected' satisfies StopConfirmation;

/** The run ended by a disconnect, or is about to; or it never came to what it was told. */
const MAY_KNOW =
  `(ConnectionStatus in ('disconnecting', 'disconnected')` +
  ` or ExecutionStatus in ('Failed', 'TimedOut', 'Terminated', 'Canceled'))`;

/** Requests to Temporal. */
const AT_ONCE = 8;

/**
 * The last wish of each connection that was to be disconnected, by all runs of its workflow that Temporal still has: of its
 * signals, which say the wish itself, and of the confirmation that a run asked for, because a run may also have read it in
 * the row. A run may end without either, since its row is not there.
 * Not looked into are runs that went on as others while they were connected: those of one connection are some fifteen a day.
 * @param of the runs of others are not looked into: a running one takes a request, one that knows of a disconnect one for each
 *   run of its workflow
 */
export async function findDisconnects(
  client: Client,
  of: (connectionId: string) => boolean,
): Promise<ReadonlyMap<string, LastWish>> {
  const suspects = new Map<string, string>();
  for await (const { connectionId, run } of listConnectionRuns(client, MAY_KNOW))
    if (of(connectionId)) suspects.set(connectionId, run.workflowId);
  const others: KnownConnection[] = [];
  for await (const known of listConnectionRuns(client, RUNNING))
    if (of(known.connectionId) && !suspects.has(known.connectionId)) others.push(known);
  await inParallel(others, AT_ONCE, async ({ connectionId, run }) => {
    // What it says of itself is from before a signal that waits for a worker, and from after one that it has done with.
    if (disconnectsIn(await readHistory(client, run)).length > 0) suspects.set(connectionId, run.workflowId);
  });
  const found = new Map<string, LastWish>();
  await inParallel(suspects, AT_ONCE, async ([connectionId, workflowId]) => {
    const wish = await lastWish(client, workflowId);
    if (wish !== null) found.set(connectionId, wish);
  });
  return found;
}

/** Null where it was never to be disconnected. */
async function lastWish(client: Client, workflowId: string): Promise<LastWish | null> {
  const disconnects: Instant[] = [];
  const reconnects: Instant[] = [];
  for await (const run of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    const events = await readHistory(client, run);
    disconnects.push(...disconnectsIn(events));
    reconnects.push(...signalled(events, RECONNECT));
  }
  const disconnectedAt = disconnects.sort().at(-1);
  if (disconnectedAt === undefined) return null;
  const reconnectedAt = reconnects.sort().at(-1);
  return reconnectedAt !== undefined && reconnectedAt > disconnectedAt
    ? { wish: 'reconnect', at: reconnectedAt, disconnectedAt }
    : { wish: 'disconnect', at: disconnectedAt, disconnectedAt };
}

async function readHistory(client: Client, { workflowId, runId }: WorkflowExecutionInfo): Promise<HistoryEvent[]> {
  const history = await client.workflow
    .getHandle(workflowId, runId)
    .fetchHistory()
    .catch((error: unknown) => {
      // Its time was up between the list and this.
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    });
  return history?.events ?? [];
}

function disconnectsIn(events: readonly HistoryEvent[]): Instant[] {
  return [...signalled(events, DISCONNECT), ...confirmed(events)];
}

function signalled(events: readonly HistoryEvent[], name: ConnectionSignal): Instant[] {
  return events
    .filter(({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName === name)
    .map(timeOf);
}

/**
 * When the activity was asked for that then found the row disconnected, and that a run ends by. A reconnect that it did not
 * see is told later than that, but maybe before its answer.
 */
function confirmed(events: readonly HistoryEvent[]): Instant[] {
  const disconnected = new Set(
    events
      .filter(({ activityTaskCompletedEventAttributes: ended }) => {
        const [payload] = ended?.result?.payloads ?? [];
        return payload !== undefined && defaultPayloadConverter.fromPayload(payload) === CONFIRMED;
      })
      .map(({ activityTaskCompletedEventAttributes: ended }) => String(ended?.scheduledEventId)),
  );
  return events
    .filter(
      ({ eventId, activityTaskScheduledEventAttributes: activity }) =>
        activity?.activityType?.name === CONFIRM && disconnected.has(String(eventId)),
    )
    .map(timeOf);
}

function timeOf({ eventTime }: HistoryEvent): Instant {
  const { seconds, nanos } = eventTime ?? {};
  return instantFromMs(Number(seconds ?? 0) * 1_000 + (nanos ?? 0) / 1_000_000);
}
