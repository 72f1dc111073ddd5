import { createSignalConnection } from '../../../src/connections/runs/signal-connection.js';
import { connectionWorkflowId, TASK_QUEUE } from '../../../src/contract/names.js';
import { waitFor } from '../../../src/dev/processes/wait-for.js';
import type { WorkerTuning } from '../../../src/worker/run-worker.js';
import { type BenchProcess, countUrlOf, startBenchProcess } from '../run/bench-process.js';
import { inTurns } from '../run/in-turns.js';
import { startWorker, workerEnvironment } from '../run/worker-process.js';
import type { CycleStage } from './cycle-stage.js';
import type { emptyLoop } from './empty-loop.js';

/** A way to run the loop. Another one of the real cycle is one more line in `LOOPS`. */
export interface CycleLoop {
  readonly name: string;
  readonly kind: 'empty' | 'real';
  readonly tuning?: WorkerTuning;
}

const uncompressed = { grpcCompression: { codec: 'none' } } as const;

/** The first one is what the others are compared with. */
export const LOOPS: readonly CycleLoop[] = [
  { name: 'empty', kind: 'empty' },
  { name: 'empty, uncompressed', kind: 'empty', tuning: uncompressed },
  { name: 'real', kind: 'real' },
  { name: 'real, uncompressed', kind: 'real', tuning: uncompressed },
];

export interface RunningLoop {
  readonly worker: BenchProcess;
  /** Where the number of its cycles is read. */
  readonly countUrl: string;
  readonly workflowIds: readonly string[];
}

/** Starts a worker, and for each connection a workflow that never rests. */
export async function startLoop(stage: CycleStage, loop: CycleLoop): Promise<RunningLoop> {
  return loop.kind === 'empty' ? startEmptyLoop(stage, loop) : startRealLoop(stage, loop);
}

async function startEmptyLoop({ installation, client, connections, workerSettings }: CycleStage, loop: CycleLoop) {
  await endScheduled(client);
  const env = workerEnvironment(installation, workerSettings);
  const args = [JSON.stringify(loop.tuning ?? {})];
  const worker = await startBenchProcess(installation.processes, 'cycle/empty-worker.ts', args, /countUrl/, env);
  const workflowIds = await inTurns(connections, async ({ connectionId }) => {
    const workflowId = `empty/${connectionId}`;
    await client.workflow.start<typeof emptyLoop>('emptyLoop', { workflowId, taskQueue: TASK_QUEUE });
    return workflowId;
  });
  return { worker, workflowIds, countUrl: countUrlOf(worker).countUrl };
}

/** What a real worker before has left to run by itself: the empty one does not know those workflows. */
async function endScheduled(client: CycleStage['client']): Promise<void> {
  for await (const { scheduleId } of client.schedule.list()) await client.schedule.getHandle(scheduleId).delete();
  const running = client.workflow.list({
    query: "WorkflowType in ('reconcile', 'doctor') and ExecutionStatus = 'Running'",
  });
  for await (const { workflowId } of running) {
    await client.workflow
      .getHandle(workflowId)
      .terminate('not measured')
      .catch(() => undefined); // It has ended meanwhile.
  }
}

/** An idle cycle is one request, so the simulator counts the cycles. */
async function startRealLoop(stage: CycleStage, loop: CycleLoop) {
  const { installation, client, connections, workerSettings, requestCountUrl } = stage;
  const worker = await startWorker(installation, { ...workerSettings, tuning: loop.tuning });
  const signal = createSignalConnection(client);
  await inTurns(connections, (connection) => signal(connection, 'reconnect'));
  await waitFor('all connections to be synced', () => areSynced(stage), { timeoutMs: 60_000 });
  const workflowIds = connections.map(({ connectionId }) => connectionWorkflowId(connectionId));
  return { worker, workflowIds, countUrl: requestCountUrl };
}

/** From then on a cycle brings nothing new. */
async function areSynced({ sql, connections }: CycleStage): Promise<boolean> {
  const [row] = await sql<{ synced: number }[]>`
    select count(*)::integer as synced from sync_status s
    where backfilled and not exists (
      select from sync_windows w where w.connection_id = s.connection_id
      union all
      select from merchant_marks m where m.connection_id = s.connection_id
    )
  `;
  return row?.synced === connections.length;
}

/** Ends worker and workflows; what the next loop finds is as this one found it. @throws when the worker complained */
export async function stopLoop({ client }: CycleStage, { worker, workflowIds }: RunningLoop): Promise<void> {
  // pino's levels: 40 is a warning. A cycle that fails is none; what is under way when the worker ends may fail.
  const complaint = worker.lines.find((line) => /"level":[456]0/.test(line));
  await worker.running.stop();
  await inTurns(workflowIds, (id) => client.workflow.getHandle(id).terminate('measured'));
  if (complaint !== undefined) throw new Error(`The worker complained: ${complaint}`);
}
