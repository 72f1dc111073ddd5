import '../support/servers/quiet-temporal.js';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { temporal as proto } from '@temporalio/proto';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { WorkflowInfo } from '@temporalio/workflow';
import { createSyncWhileIdle } from '../../src/activities/sync-while-idle.js';
import { inheritedEnvironment } from '../../src/config/config.js';
import { createSignalConnection } from '../../src/connections/runs/signal-connection.js';
import type { ConnectionActivities } from '../../src/contract/connection-activities.js';
import { GONE } from '../../src/contract/connection-facts.js';
import { connectionWorkflowId } from '../../src/contract/names.js';
import type { ConnectionSignal } from '../../src/contract/signals.js';
import { freePort } from '../../src/dev/processes/ports.js';
import { ProcessGroup } from '../../src/dev/processes/process-group.js';
import { searchAttributeNames } from '../../src/dev/temporal/register-search-attributes.js';
import { waitUntilServing } from '../../src/dev/temporal/server.js';
import { workerOptions } from '../../src/worker/worker-options.js';
import { testServers } from '../support/run/servers.js';

/*
 * A signal that arrives while a run is continuing as new must be acted on. The time-skipping server does not do that
 * atomically, so this needs a development server; it asks for a new run at every occasion.
 */
const CONNECTIONS = 5;
const SIGNALS_EACH = 10;
const UNHANDLED_COMMAND = proto.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND;

const processes = new ProcessGroup();
const nothing = { fn: () => undefined };
const silent = { trace: nothing, info: nothing, warn: nothing, error: nothing };
let connection: Connection;
let nativeConnection: NativeConnection;
let worker: Worker;

beforeAll(async () => {
  const port = await freePort();
  const { temporalProgram, logs } = testServers();
  const address = `127.0.0.1:${port}`;
  const server = await processes.start({
    name: 'Temporal',
    command: temporalProgram,
    args: [
      ...['server', 'start-dev', '--headless', '--port', String(port), '--log-level', 'error'],
      ...['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=4'],
      ...['--dynamic-config-value', 'frontend.enableServerVersionCheck=false'],
      ...searchAttributeNames.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ],
    env: inheritedEnvironment(),
    logFile: join(logs, `temporal-${port}.log`),
    stopSignal: 'SIGKILL',
  });
  await waitUntilServing(address, server);
  connection = await Connection.connect({ address });
  nativeConnection = await NativeConnection.connect({ address });
  worker = await Worker.create({
    ...workerOptions,
    connection: nativeConnection,
    activities,
    shutdownGraceTime: 0,
    sinks: { defaultWorkerLogger: { ...silent, debug: { fn: whileContinuing } } },
  });
}, 90_000);
afterAll(async () => {
  await Promise.all([connection.close(), nativeConnection.close()]);
  await processes.killAll();
});

/** What became of one connection. */
interface Seen {
  syncs: number;
  readonly runs: Set<string>;
  /** In the order of their sending. */
  readonly signals: Promise<void>[];
}

const seen = new Map<string, Seen>();

function of(connectionId: string): Seen {
  const found = seen.get(connectionId) ?? { syncs: 0, runs: new Set<string>(), signals: [] };
  seen.set(connectionId, found);
  return found;
}

const sync: ConnectionActivities['syncConnection'] = ({ connectionId }) => {
  of(connectionId).runs.add(Context.current().info.workflowExecution?.runId ?? '');
  of(connectionId).syncs += 1;
  // Nothing but a signal makes this connection sync again while the test runs.
  const policy = { intervalMs: 3_600_000, failureLimit: 5 };
  const nothing = { requests: 0, rows: 0, newRows: 0 };
  return Promise.resolve({ end: { outcome: 'ok' }, facts: null, delayMs: 3_600_000, policy, ...nothing, isIdle: true });
};

const activities: ConnectionActivities = {
  syncConnection: sync,
  syncWhileIdle: createSyncWhileIdle(sync),
  recordFailure: () => Promise.resolve(null),
  confirmDisconnected: () => Promise.resolve('disconnected'),
  readFacts: () => Promise.resolve({ ...GONE, status: 'disconnected' }),
};

/**
 * The SDK reports that a run continues as new before it tells the server, and waits for us. Every other time the signal
 * is there before we let it go on; else the two are on their way together. Signals only an idle connection: one that is
 * about to sync would sync without us, too.
 */
function whileContinuing({ workflowId }: WorkflowInfo, message: string): Promise<void> | undefined {
  const connectionId = workflowId.replace(connectionWorkflowId(''), '');
  const { syncs, signals } = of(connectionId);
  if (message !== 'Workflow continued as new' || syncs === signals.length) return undefined;
  const sent = signal(connectionId, syncs === SIGNALS_EACH ? 'disconnect' : 'syncNow');
  signals.push(sent);
  return signals.length % 2 === 0 ? sent : undefined;
}

function signal(connectionId: string, name: ConnectionSignal): Promise<void> {
  const ref = { organizationId: 'org_test', connectionId, partnerOrganizationId: '4242' };
  return createSignalConnection(new Client({ connection }))(ref, name);
}

test('no signal is lost while a run continues as new', async () => {
  await worker.runUntil(async () => {
    const { workflow } = new Client({ connection });
    const ids = Array.from({ length: CONNECTIONS }, () => randomUUID());
    await Promise.all(ids.map((id) => signal(id, 'reconnect')));
    // Each sync ends in an attempt to continue, and so in the next signal: one that is lost ends the chain.
    await Promise.all(ids.map((id) => workflow.getHandle(connectionWorkflowId(id)).result()));

    for (const { syncs, signals } of seen.values()) {
      expect(await Promise.all(signals)).toHaveLength(SIGNALS_EACH);
      expect(syncs).toBe(SIGNALS_EACH);
    }
    const runs = [...seen].flatMap(([id, { runs: of }]) => [...of].map((runId) => ({ id, runId })));
    expect(runs.length).toBeGreaterThan(CONNECTIONS);
    const refused = await Promise.all(runs.map(({ id, runId }) => timesRefused(id, runId)));
    expect(refused.reduce((sum, times) => sum + times)).toBeGreaterThanOrEqual((CONNECTIONS * SIGNALS_EACH) / 2);
  });
}, 60_000);

/** How often the server turned a continue-as-new down because a signal had come: then the moment was really met. */
async function timesRefused(connectionId: string, runId: string): Promise<number> {
  const { workflow } = new Client({ connection });
  const { events } = await workflow.getHandle(connectionWorkflowId(connectionId), runId).fetchHistory();
  const failures = (events ?? []).map(({ workflowTaskFailedEventAttributes }) => workflowTaskFailedEventAttributes);
  return failures.filter((failure) => failure?.cause === UNHANDLED_COMMAND).length;
}
