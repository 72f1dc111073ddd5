import '../support/servers/quiet-temporal.js';
import { randomUUID } from 'node:crypto';
// eslint-disable-next-line no-restricted-syntax -- what is generated is when things happen
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createSyncWhileIdle } from '../../src/activities/sync-while-idle.js';
import { createSignalConnection, type SignalConnection } from '../../src/connections/runs/signal-connection.js';
import type {
  ConnectionActivities,
  SyncEnd,
  SyncFailureDetails,
  SyncInput,
  SyncResult,
} from '../../src/contract/connection-activities.js';
import type { RowStatus } from '../../src/contract/connection-facts.js';
import type { FailureKind } from '../../src/contract/connection-words.js';
import { connectionWorkflowId } from '../../src/contract/names.js';
import type { ConnectionSignal } from '../../src/contract/signals.js';
import { Random } from '../../src/simulator/random.js';
import { firstSyncWorkerOptions, workerOptions } from '../../src/worker/worker-options.js';
import { ScriptedFailures } from '../support/accounts/scripted-failures.js';
import { startDevServer } from '../support/servers/temporal.js';

const policy = { intervalMs: 80, failureLimit: 3 };
const SOME_FLOODS = 3;
const SIGNALS: readonly ConnectionSignal[] = ['syncNow', 'syncNow', 'addApp', 'disconnect', 'reconnect'];

export interface GeneratedHistory {
  readonly workflowId: string;
  readonly history: temporal.api.history.v1.IHistory;
}

export interface Generated {
  readonly histories: readonly GeneratedHistory[];
  /** Of more than a hundred signals, sent while a sync ran. */
  readonly floods: number;
}

/**
 * Lets connections live on a real server for a while, each as chance has it: how its syncs end and how long they take,
 * which signals come when, one at a time or in floods of up to 300, above all while a sync runs. A third of them lives
 * in nothing but floods of one signal: that is how a client behaves that asks again and again.
 * @param forMs longer on a busy machine: until there are `runs` runs, and some floods have gone through
 * @returns every run of theirs as the server wrote it down
 */
export async function generateHistories(
  seed: string,
  connections: number,
  forMs: number,
  runs: number,
): Promise<Generated> {
  const server = await startDevServer();
  try {
    const connection = await Connection.connect({ address: server.address });
    const nativeConnection = await NativeConnection.connect({ address: server.address });
    const client = new Client({ connection });
    const lives = Array.from(
      { length: connections },
      (_, index) => new Life(new Random(`${seed}/${index}`), client, index % 3 === 0),
    );
    const activities = activitiesOf(new Map(lives.map((life) => [life.connectionId, life])));
    const common = { connection: nativeConnection, activities, shutdownGraceTime: 0 };
    const worker = await Worker.create({ ...workerOptions, ...common });
    const backlogs = await Worker.create({ ...firstSyncWorkerOptions, ...common });
    const lived = worker.runUntil(async () => {
      const isEnough = () =>
        sumOf(lives, (life) => life.runs.size) >= runs && sumOf(lives, ({ floods }) => floods) >= SOME_FLOODS;
      await Promise.all(lives.map((life) => life.live(forMs, isEnough)));
    });
    await backlogs.runUntil(lived);
    const histories = (await Promise.all(lives.map((life) => life.histories()))).flat();
    await Promise.all([connection.close(), nativeConnection.close()]);
    return { histories, floods: sumOf(lives, ({ floods }) => floods) };
  } finally {
    await server.stop();
  }
}

const sumOf = (lives: readonly Life[], of: (life: Life) => number) => lives.reduce((sum, life) => sum + of(life), 0);

/** One connection, its row, and everybody who may signal it. */
class Life {
  readonly connectionId = randomUUID();
  readonly runs = new Set<string>();
  floods = 0;
  #rowStatus: RowStatus = 'connected';
  readonly #failures = new ScriptedFailures(policy);
  readonly #signal: SignalConnection;
  #isOver = false;

  constructor(
    private readonly random: Random,
    private readonly client: Client,
    /** Every sync ends well, in a flood of the same signal. */
    private readonly isFlooded: boolean,
  ) {
    this.#signal = createSignalConnection(client);
  }

  async live(forMs: number, isEnough: () => boolean): Promise<void> {
    const { random } = this;
    const untilMs = performance.now() + forMs;
    await this.#send('reconnect');
    while (performance.now() < untilMs || !isEnough()) {
      await sleep(random.between(0, 2_000));
      if (this.isFlooded) continue;
      if (random.chance(0.1)) this.#rowStatus = 'disconnecting';
      else if (random.chance(0.3)) this.#rowStatus = 'connected';
      await this.#send(random.pick(SIGNALS));
    }
    this.#isOver = true;
    await this.#handle()
      .terminate('the test is over')
      .catch(() => undefined);
  }

  async histories(): Promise<GeneratedHistory[]> {
    return Promise.all(
      [...this.runs].map(async (runId) => {
        const { workflowId } = this.#handle();
        const handle = this.client.workflow.getHandle(workflowId, runId);
        return { workflowId: `${workflowId} ${runId}`, history: await handle.fetchHistory() };
      }),
    );
  }

  async sync(input: SyncInput): Promise<SyncResult> {
    this.#noteRun();
    if (this.random.chance(this.isFlooded ? 1 : 0.1)) await this.#flood();
    return this.#answer(input, this.isFlooded ? 1_000 : 120);
  }

  recordFailure(input: Parameters<ConnectionActivities['recordFailure']>[0]) {
    if (this.#rowStatus !== 'connected') return null;
    const verdict = this.#failures.record(input, Date.now());
    if (verdict.terminal) this.#rowStatus = 'error';
    return { verdict, facts: this.readFacts() };
  }

  confirmDisconnected() {
    if (this.#rowStatus === 'connected' || this.#rowStatus === 'error') return 'revived';
    if (this.random.chance(0.3)) return { leasedForMs: this.random.between(1, 100) };
    this.#rowStatus = 'disconnected';
    return 'disconnected';
  }

  readFacts() {
    return this.#failures.facts(this.#rowStatus, Date.now());
  }

  async #answer({ delayFactor }: SyncInput, longestMs: number): Promise<SyncResult> {
    const { random } = this;
    await sleep(random.between(0, longestMs));
    Context.current().cancellationSignal.throwIfAborted();
    const end = this.#end();
    if (end.outcome === 'ok') this.#failures.forget(Date.now());
    const delayMs = Math.round(policy.intervalMs * delayFactor);
    const facts = ['ok', 'more'].includes(end.outcome) ? this.readFacts() : null;
    const isIdle = end.outcome === 'ok' && random.chance(0.7);
    return { end, facts, delayMs, policy, requests: 1, rows: 0, newRows: 0, isIdle };
  }

  #end(): SyncEnd {
    const { random } = this;
    switch (this.#rowStatus) {
      case 'disconnected':
        return { outcome: 'gone' };
      case 'connected':
        break;
      default:
        return { outcome: this.#rowStatus };
    }
    if (this.isFlooded) return { outcome: 'ok' };
    if (random.chance(0.04)) throw failure('credential', 'token_rejected');
    if (random.chance(0.03)) throw failure('other', 'shopify_unavailable');
    if (random.chance(0.05)) return { outcome: 'superseded' };
    if (random.chance(0.1)) return { outcome: 'more', waitMs: random.pick([0, 0, 30]), head: random.chance(0.5) };
    return { outcome: 'ok' };
  }

  async #flood(): Promise<void> {
    if (this.#isOver) return;
    const many = this.random.pick([3, 40, 120, 150, 300]);
    const signals = this.isFlooded ? (['syncNow'] as const) : SIGNALS;
    const sent = await Promise.all(Array.from({ length: many }, () => this.#send(this.random.pick(signals))));
    if (sent.filter(Boolean).length > 100) this.floods += 1;
  }

  /** @returns false when the server was too busy for it: it is lost, as it would be in production */
  async #send(name: ConnectionSignal): Promise<boolean> {
    if (name === 'reconnect' && this.random.chance(0.5)) this.#rowStatus = 'connected';
    const ref = { organizationId: 'org_generated', connectionId: this.connectionId, partnerOrganizationId: '4242' };
    if (this.#isOver) return false;
    return this.#signal(ref, name).then(
      () => true,
      () => false,
    );
  }

  #noteRun(): void {
    const runId = Context.current().info.workflowExecution?.runId;
    if (runId !== undefined) this.runs.add(runId);
  }

  #handle() {
    return this.client.workflow.getHandle(connectionWorkflowId(this.connectionId));
  }
}

function activitiesOf(lives: ReadonlyMap<string, Life>): ConnectionActivities {
  const of = ({ connectionId }: { connectionId: string }): Life => {
    const life = lives.get(connectionId);
    if (life === undefined) throw new Error('no such connection');
    return life;
  };
  return {
    syncConnection: (input) => of(input).sync(input),
    syncWhileIdle: createSyncWhileIdle((input) => of(input).sync(input)),
    recordFailure: (input) => Promise.resolve(of(input).recordFailure(input)),
    confirmDisconnected: (key) => Promise.resolve(of(key).confirmDisconnected()),
    readFacts: (key) => Promise.resolve(of(key).readFacts()),
  };
}

function failure(kind: FailureKind, code: string): ApplicationFailure {
  const details: SyncFailureDetails = { kind, code, permission: null, reference: 'generated', generation: 1, policy };
  return ApplicationFailure.create({ type: code, message: code, nonRetryable: true, details: [details] });
}
