import '../support/servers/quiet-temporal.js';
import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { workflowMetadataQuery } from '@temporalio/workflow';
import { createSyncWhileIdle } from '../../src/activities/sync-while-idle.js';
import { createSignalConnection } from '../../src/connections/runs/signal-connection.js';
import type {
  ConnectionActivities,
  SyncEnd,
  SyncFailureDetails,
  SyncInput,
  SyncResult,
} from '../../src/contract/connection-activities.js';
import type { ConnectionFacts, RowStatus } from '../../src/contract/connection-facts.js';
import type { FailureKind } from '../../src/contract/connection-words.js';
import { connectionHealthKey, connectionWorkflowId } from '../../src/contract/names.js';
import { type ConnectionSignal, stateQuery } from '../../src/contract/signals.js';
import { firstSyncWorkerOptions, workerOptions } from '../../src/worker/worker-options.js';
import type { connection } from '../../src/workflows/connection/connection.js';
import { ScriptedFailures } from '../support/accounts/scripted-failures.js';
import { waitFor } from '../support/servers/wait-for.js';

const policy = { intervalMs: 240_000, failureLimit: 3 };

// temporal.api.enums.v1.EventType: a task or an activity that is scheduled, and how it may end.
const TASK_SCHEDULED = 5;
const TASK_ENDED = [7, 8, 9];
const ACTIVITY_SCHEDULED = 10;
const ACTIVITY_ENDED = [12, 13, 14, 16];

type Answer = SyncEnd | 'credential' | 'outage';

/**
 * A connection whose activities do what the test says: the workflow, the worker and the server are real, what is beyond
 * them is scripted. Times are the server's, which the tests skip.
 */
export class ScriptedConnection {
  readonly key = { organizationId: 'org_test', connectionId: randomUUID() };
  readonly syncs: { atMs: number; input: SyncInput }[] = [];
  readonly failures = new ScriptedFailures(policy);
  /** When it was asked to confirm that the connection has stopped. */
  readonly confirmedAtMs: number[] = [];
  /** What the next syncs answer; the last one is repeated. */
  answers: Answer[] = [{ outcome: 'ok' }];
  /** What the row says to whoever reads it. */
  rowStatus: RowStatus = 'connected';
  /** Syncs that end well tell something. */
  isNews = false;
  /** What the row says beyond that. */
  told: Partial<ConnectionFacts> = {};
  /** While set, a sync runs until it is released or cancelled. */
  #held: Promise<void> | undefined;
  #release: () => void = () => undefined;
  #triesUnderWay = 0;
  /** Milliseconds that a lease is still held when the disconnect is to be confirmed. */
  leasedForMs = 0;

  constructor(private readonly environment: TestWorkflowEnvironment) {}

  /**
   * Runs a worker with this connection's activities until `test` is done.
   * @param doesFirstSyncs there is one for these, too
   */
  async run(test: () => Promise<void>, { doesFirstSyncs = true } = {}): Promise<void> {
    const activities = this.#activities();
    const common = { connection: this.environment.nativeConnection, activities, shutdownGraceTime: 0 };
    const worker = await Worker.create({ ...workerOptions, ...common });
    const firstSyncs = doesFirstSyncs ? await Worker.create({ ...firstSyncWorkerOptions, ...common }) : null;
    const whileRunning = (work: () => Promise<void>) => {
      const done = worker.runUntil(work);
      return firstSyncs === null ? done : firstSyncs.runUntil(done);
    };
    await whileRunning(async () => {
      try {
        await test();
      } finally {
        this.release();
        await this.#rests().catch(() => undefined);
        await this.handle.terminate('the test is over').catch(() => undefined);
      }
    });
  }

  /**
   * The test server skips no time any more, for nobody, after a run that ended while an activity was under way: nor may a
   * workflow task be, which could begin one.
   */
  async #rests(): Promise<void> {
    await waitFor('the run to rest', async () => {
      const { events } = await this.handle.fetchHistory();
      const types = (events ?? []).map(({ eventType }) => Number(eventType));
      const decides = types.lastIndexOf(TASK_SCHEDULED) > types.findLastIndex((type) => TASK_ENDED.includes(type));
      // One that rests until its next try is not under way.
      if ((await this.#isResting()) && !decides) return true;
      const begun = types.filter((type) => type === ACTIVITY_SCHEDULED).length;
      const ended = types.filter((type) => ACTIVITY_ENDED.includes(type)).length;
      return !decides && begun === ended;
    });
  }

  async #isResting(): Promise<boolean> {
    const { raw } = await this.handle.describe();
    const pending = raw.pendingActivities ?? [];
    // Of one that rests between two tries the test server says that it has begun.
    return this.#triesUnderWay === 0 && pending.length > 0 && pending.every(({ attempt }) => (attempt ?? 0) > 1);
  }

  get handle(): WorkflowHandle<typeof connection> {
    return this.environment.client.workflow.getHandle(connectionWorkflowId(this.key.connectionId));
  }

  signal(name: ConnectionSignal): Promise<void> {
    const ref = { ...this.key, partnerOrganizationId: '4242' };
    return createSignalConnection(this.environment.client)(ref, name);
  }

  state() {
    return this.handle.query(stateQuery);
  }

  nowMs(): Promise<number> {
    return this.environment.currentTimeMs();
  }

  /** As the list in Temporal's UI has it. */
  async health(): Promise<string | undefined> {
    return (await this.handle.describe()).typedSearchAttributes.get(connectionHealthKey);
  }

  /** What Temporal's UI shows as current details. */
  async details(): Promise<string> {
    const { currentDetails } = await this.handle.query(workflowMetadataQuery);
    return currentDetails ?? '';
  }

  /** How often this run has changed its search attributes. */
  async upserts(): Promise<number> {
    const { events } = await this.handle.fetchHistory();
    return (events ?? []).filter((event) => event.upsertWorkflowSearchAttributesEventAttributes).length;
  }

  hold(): void {
    this.#held = new Promise((resolve) => (this.#release = resolve));
  }

  release(): void {
    this.#held = undefined;
    this.#release();
  }

  #activities(): ConnectionActivities {
    return {
      syncConnection: (input) => this.#sync(input),
      syncWhileIdle: async (input) => {
        this.#triesUnderWay += 1;
        try {
          return await createSyncWhileIdle((sync) => this.#sync(sync))(input);
        } finally {
          this.#triesUnderWay -= 1;
        }
      },
      recordFailure: async (input) => {
        const verdict = this.failures.record(input, await this.environment.currentTimeMs());
        if (verdict.terminal) this.rowStatus = 'error';
        return { verdict, facts: await this.#facts() };
      },
      confirmDisconnected: async () => {
        this.confirmedAtMs.push(await this.environment.currentTimeMs());
        const { leasedForMs } = this;
        this.leasedForMs = 0;
        if (leasedForMs > 0) return { leasedForMs };
        if (this.rowStatus === 'connected') return 'revived';
        this.rowStatus = 'disconnected';
        return 'disconnected';
      },
      readFacts: () => this.#facts(),
    };
  }

  async #sync(input: SyncInput): Promise<SyncResult> {
    const { cancellationSignal, heartbeat } = Context.current();
    // A sync follows the row, and asks nobody for anything.
    if (this.rowStatus === 'disconnecting') return resultOf(input, { outcome: 'disconnecting' });
    if (this.told.paused === true) return resultOf(input, { outcome: 'paused' });
    this.syncs.push({ atMs: await this.environment.currentTimeMs(), input });
    const heartbeats = setInterval(() => heartbeat(), 200);
    try {
      const cancelled = new Promise<never>((_, reject) => {
        cancellationSignal.addEventListener('abort', () => reject(new CancelledFailure('cancelled')));
      });
      await Promise.race([this.#held, cancelled]);
    } finally {
      clearInterval(heartbeats);
    }
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    if (answer === 'credential') throw failure('credential', 'token_rejected');
    if (answer === 'outage') throw failure('other', 'shopify_unavailable');
    this.failures.forget(await this.environment.currentTimeMs());
    const result = resultOf(input, answer ?? { outcome: 'ok' });
    return { ...result, isIdle: result.end.outcome === 'ok' && !this.isNews, facts: await this.#facts() };
  }

  async #facts(): Promise<ConnectionFacts> {
    const nowMs = await this.environment.currentTimeMs();
    return { ...this.failures.facts(this.rowStatus, nowMs), ...this.told };
  }
}

function resultOf({ delayFactor }: SyncInput, end: SyncEnd): SyncResult {
  const delayMs = Math.round(policy.intervalMs * delayFactor);
  return { end, facts: null, delayMs, policy, requests: 1, rows: 0, newRows: 0 };
}

function failure(kind: FailureKind, code: string): ApplicationFailure {
  const details: SyncFailureDetails = { kind, code, permission: null, reference: 'test', generation: 1, policy };
  return ApplicationFailure.create({ type: code, message: code, nonRetryable: true, details: [details] });
}
