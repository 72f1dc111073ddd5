import '../support/servers/quiet-temporal.js';
import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createSyncWhileIdle } from '../../src/activities/sync-while-idle.js';
import { createSignalConnection } from '../../src/connections/runs/signal-connection.js';
import type {
  ConnectionActivities,
  SyncEnd,
  SyncFailureDetails,
  SyncResult,
} from '../../src/contract/connection-activities.js';
import type { FailureKind } from '../../src/contract/connection-words.js';
import { connectionWorkflowId } from '../../src/contract/names.js';
import { type ConnectionSignal, stateQuery } from '../../src/contract/signals.js';
import { firstSyncWorkerOptions, workerOptions } from '../../src/worker/worker-options.js';
import { ScriptedFailures } from '../support/accounts/scripted-failures.js';
import globalSetup from '../support/run/global-setup.js';
import globalTeardown from '../support/run/global-teardown.js';
import { startDevServer } from '../support/servers/temporal.js';
import { waitFor } from '../support/servers/wait-for.js';
import { writeHistory } from './write-history.js';

/*
 * Records the histories that replay.test.ts replays: the workflow of production on a development server, with scripted
 * activities. After `npm run build`: `npx tsx test/replay/record.ts`. Record anew only when a workflow's commands were
 * meant to change; until the runs of the old code are gone, the old histories must replay, too.
 */
const policy = { intervalMs: 60, failureLimit: 3 };
// Histories name who wrote them; these are read by strangers for years.
const identity = 'recorder';

type Step = SyncEnd | 'credential' | 'outage' | 'held' | 'news';

/** One connection with its script: how each of its syncs goes, the last one for ever. */
class Recording {
  readonly connectionId = randomUUID();
  rowStatus: 'connected' | 'error' | 'disconnected' = 'connected';
  readonly failures = new ScriptedFailures(policy);
  leasedForMs = 0;
  begun = 0;
  #isWhole = false;
  release: () => void = () => undefined;

  constructor(
    private readonly client: Client,
    readonly name: string,
    readonly steps: Step[],
  ) {}

  signal(name: ConnectionSignal): Promise<void> {
    const ref = { organizationId: 'org_recorded', connectionId: this.connectionId, partnerOrganizationId: '4242' };
    return createSignalConnection(this.client)(ref, name);
  }

  get handle() {
    return this.client.workflow.getHandle(connectionWorkflowId(this.connectionId));
  }

  async becomes(wanted: string): Promise<void> {
    await waitFor(
      `${this.name} to become ${wanted}`,
      async () => (await this.handle.query(stateQuery)).state === wanted,
    );
  }

  async syncs(count: number): Promise<void> {
    await waitFor(`sync ${count} of ${this.name}`, () => this.begun >= count, { intervalMs: 5 });
  }

  async sync(): Promise<SyncResult> {
    this.begun += 1;
    const step = this.steps.length > 1 ? this.steps.shift() : this.steps[0];
    if (step === 'credential') throw failure('credential', 'token_rejected');
    if (step === 'outage') throw failure('other', 'shopify_unavailable');
    if (step === 'held') await this.#hold();
    this.failures.forget(Date.now());
    const end: SyncEnd = typeof step === 'object' ? step : { outcome: 'ok' };
    this.#isWhole ||= end.outcome === 'ok';
    const facts = ['ok', 'more'].includes(end.outcome) ? this.facts() : null;
    const isIdle = end.outcome === 'ok' && step !== 'news';
    return { end, facts, delayMs: policy.intervalMs, policy, requests: 1, rows: 0, newRows: 0, isIdle };
  }

  facts() {
    const firstSync = this.#isWhole ? null : { rows: 0, completeBackTo: null };
    return { ...this.failures.facts(this.rowStatus, Date.now()), firstSync };
  }

  async #hold(): Promise<void> {
    const { cancellationSignal, heartbeat } = Context.current();
    const heartbeats = setInterval(() => heartbeat(), 100);
    try {
      await new Promise<void>((resolve, reject) => {
        this.release = resolve;
        cancellationSignal.addEventListener('abort', () => reject(new CancelledFailure('cancelled')));
      });
    } finally {
      clearInterval(heartbeats);
    }
  }

  /** Writes the run down as it stands. */
  async write(suffix = '', runId?: string): Promise<void> {
    const workflowId = connectionWorkflowId(this.connectionId);
    await writeHistory(this.client.workflow.getHandle(workflowId, runId), `${this.name}${suffix}`);
  }
}

function failure(kind: FailureKind, code: string): ApplicationFailure {
  const details: SyncFailureDetails = { kind, code, permission: null, reference: 'recorded', generation: 1, policy };
  return ApplicationFailure.create({ type: code, message: code, nonRetryable: true, details: [details] });
}

const more: SyncEnd = { outcome: 'more', waitMs: 0 };
const ok: SyncEnd = { outcome: 'ok' };

/** What is recorded. Each story leaves its connection to be ended by us. */
const stories: Record<string, { steps: Step[]; tell: (recording: Recording) => Promise<void> }> = {
  'first-sync-and-idle-cycles': {
    steps: [more, { outcome: 'more', waitMs: 40 }, ok, ok, 'news', ok, 'credential', ok, 'outage', more, ok],
    tell: async (recording) => {
      await recording.signal('reconnect');
      await recording.syncs(14);
      await recording.write();
    },
  },
  'sync-now-while-syncing': {
    steps: ['held', ok],
    tell: async (recording) => {
      await recording.signal('syncNow');
      await recording.syncs(1);
      for (const name of ['syncNow', 'addApp', 'syncNow'] as const) await recording.signal(name);
      recording.release();
      await recording.syncs(2);
      await recording.becomes('idle');
      await recording.signal('syncNow');
      await recording.syncs(3);
      await recording.write();
    },
  },
  'failures-to-error-and-reconnect': {
    steps: ['outage', { outcome: 'interrupted' }, 'credential', 'credential', 'credential', ok],
    tell: async (recording) => {
      await recording.signal('reconnect');
      await recording.syncs(2);
      await recording.signal('syncNow');
      // The wait after a cut off sync binds; reconnecting ends it.
      await recording.signal('reconnect');
      await recording.becomes('error');
      await recording.signal('syncNow');
      recording.rowStatus = 'connected';
      await recording.signal('reconnect');
      await recording.becomes('idle');
      await recording.write();
    },
  },
  'disconnect-while-syncing': {
    steps: ['held'],
    tell: async (recording) => {
      await recording.signal('reconnect');
      await recording.syncs(1);
      recording.leasedForMs = 50;
      await recording.signal('disconnect');
      await recording.handle.result();
      await recording.write();
    },
  },
  'reconnect-while-syncing': {
    steps: ['held', { outcome: 'superseded' }, ok],
    tell: async (recording) => {
      await recording.signal('reconnect');
      await recording.syncs(1);
      await recording.signal('reconnect');
      await recording.syncs(3);
      await recording.becomes('idle');
      await recording.write();
    },
  },
  'continue-as-new': {
    steps: [...Array.from({ length: 23 }, () => more), ok],
    tell: async (recording) => {
      await recording.signal('reconnect');
      const { runId } = await recording.handle.describe();
      await recording.syncs(26);
      await recording.write('-before', runId);
      await recording.signal('disconnect');
      await recording.handle.result();
      await recording.write('-after');
    },
  },
};

await globalSetup();
const server = await startDevServer();
try {
  const connection = await Connection.connect({ address: server.address });
  const nativeConnection = await NativeConnection.connect({ address: server.address });
  const client = new Client({ connection, identity });
  const recordings = new Map<string, Recording>();
  const of = (connectionId: string): Recording => {
    const recording = recordings.get(connectionId);
    if (recording === undefined) throw new Error('no such recording');
    return recording;
  };
  const activities: ConnectionActivities = {
    syncConnection: ({ connectionId }) => of(connectionId).sync(),
    syncWhileIdle: createSyncWhileIdle(({ connectionId }) => of(connectionId).sync()),
    recordFailure: ({ connectionId, ...input }) => {
      const verdict = of(connectionId).failures.record(input, Date.now());
      if (verdict.terminal) of(connectionId).rowStatus = 'error';
      return Promise.resolve({ verdict, facts: of(connectionId).facts() });
    },
    confirmDisconnected: ({ connectionId }) => {
      const recording = of(connectionId);
      const { leasedForMs } = recording;
      recording.leasedForMs = 0;
      if (leasedForMs > 0) return Promise.resolve({ leasedForMs });
      recording.rowStatus = 'disconnected';
      return Promise.resolve('disconnected');
    },
    readFacts: ({ connectionId }) => Promise.resolve(of(connectionId).facts()),
  };
  const common = { connection: nativeConnection, identity, activities };
  const worker = await Worker.create({ ...workerOptions, ...common });
  const firstSyncs = await Worker.create({ ...firstSyncWorkerOptions, ...common });
  const recorded = worker.runUntil(async () => {
    for (const [name, { steps, tell }] of Object.entries(stories)) {
      const recording = new Recording(client, name, steps);
      recordings.set(recording.connectionId, recording);
      await tell(recording);
      await recording.handle.terminate().catch(() => undefined);
    }
  });
  await firstSyncs.runUntil(recorded);
  await Promise.all([connection.close(), nativeConnection.close()]);
} finally {
  await server.stop();
  await globalTeardown();
}
