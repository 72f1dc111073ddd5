import {
  ActivityCancellationType,
  type ActivityOptions,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { ConnectionActivities } from '../../contract/connection-activities.js';
import { FIRST_SYNC_TASK_QUEUE } from '../../contract/names.js';
import type { ConnectionStateView } from '../../contract/signals.js';
import { waitFactor } from '../../contract/wait-factor.js';
import type { ConnectionEvent } from './connection-event.js';
import type { ConnectionInput } from './connection-input.js';
import { initialState, next } from './connection-state.js';
import { describeNextStep } from './describe-next-step.js';
import { tellOperators } from './operator-view.js';
import type { ConnectionState, In } from './standing.js';
import { hasNotBegun, toSyncFailure } from './to-sync-failure.js';

const DAY_MS = 24 * 3_600_000;
/** In intervals. A healthy connection has no longer one (sync/next-wait.ts), whatever a clock said when it was reckoned. */
const LONGEST_WAIT = 2;
const SYNC_BUDGET_MS = 30_000;
// Replaying an event costs about 0.3 ms, and a wake of a connection that fell out of the cache replays its whole run.
const MAX_CYCLES_IN_RUN = 24;
const MAX_EVENTS_IN_RUN = 300;

const ofSync = {
  startToCloseTimeout: '60s',
  heartbeatTimeout: '10s',
  retry: { maximumAttempts: 3 },
  // The next step must not begin while the old sync may still send a request.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
} satisfies ActivityOptions;
const { syncConnection } = proxyActivities<ConnectionActivities>(ofSync);
// Workers of an older release do not ask there for work: once this workflow hears that nobody came, they hear of it, too.
const { syncConnection: syncFirst } = proxyActivities<ConnectionActivities>({
  ...ofSync,
  taskQueue: FIRST_SYNC_TASK_QUEUE,
  scheduleToStartTimeout: '30m',
});
// Each sync of a connection at which nothing is new is a try of one activity, and its end says when the next one is: the
// workflow sleeps meanwhile, and its history does not grow. Besides only a try goes on by itself whose worker was told to
// stop. Of one that was lost with its worker the workflow hears: a sync that ends each worker must count, not go on.
// Sources: temporalio/temporal 1.31.2, common/retrypolicy/retry_policy.go, for the names of time limits; @temporalio/worker
// 1.24.0, worker.js, for what a worker answers that does not know the activity.
const { syncWhileIdle } = proxyActivities<ConnectionActivities>({
  // Five seconds of budget (activities/sync-while-idle.ts), one request that is not answered, and a margin; the lease of a try
  // that is lost with its worker holds for as long. No heartbeat timeout, though it heartbeats: Temporal would look at each try
  // once more when that is over, and write down that it did. Source: temporalio/temporal 1.31.2,
  // service/history/timer_queue_active_task_executor.go, executeActivityTimeoutTask.
  startToCloseTimeout: '30s',
  cancellationType: ofSync.cancellationType,
  retry: {
    initialInterval: '1s',
    backoffCoefficient: 1,
    maximumInterval: '1d',
    nonRetryableErrorTypes: ['TemporalTimeout:StartToClose', 'NotFoundError'],
  },
});
// Writes to our own row: retried without end, because `error` and `disconnected` exist only once they are written.
const { recordFailure, confirmDisconnected, readFacts } = proxyActivities<ConnectionActivities>({
  startToCloseTimeout: '10s',
  retry: { maximumInterval: '1m' },
});

/** One run of a connection workflow: feeds timers, signals and results to the state machine, and does what it says. */
export class ConnectionRun {
  readonly #identity: Omit<ConnectionInput, 'state'>;
  #state: ConnectionState;
  #cycles = 0;
  #runningSync: CancellationScope | undefined;

  constructor(identity: Omit<ConnectionInput, 'state'>, carried: ConnectionState | undefined) {
    this.#identity = identity;
    this.#state = carried ?? initialState();
  }

  readonly feed = (event: ConnectionEvent): void => {
    const was = this.#state.standing;
    this.#state = next(this.#state, event);
    const { standing } = this.#state;
    const leavesIdle = was.name === 'idle' && standing !== was;
    if (leavesIdle || ('step' in standing && standing.step === 'stopping')) this.#runningSync?.cancel();
  };

  isOver(): boolean {
    const { standing } = this.#state;
    return standing.name === 'disconnected' && standing.step === 'over';
  }

  async step(): Promise<void> {
    const { standing, facts } = this.#state;
    tellOperators(this.#identity, this.#state);
    // A run that begins anew, or one whose connection was revived, says at once how that is.
    if (facts === null) return this.#readRow();
    switch (standing.name) {
      case 'syncing':
        return this.#stepWhileSyncing(standing);
      case 'idle':
        // After a failure the row decides how long it rests.
        return facts.failure === null ? this.#syncWhileIdle(standing) : this.#waitUntil(standing.untilMs);
      case 'error':
      case 'paused':
        return standing.step === 'resting' ? this.#waitUntil(Date.now() + DAY_MS) : this.#readRow();
      case 'disconnecting':
        return this.#stepWhileDisconnecting(standing);
      case 'disconnected':
        return this.#readRow();
    }
  }

  /** Only between a finished step and a wait, so that nothing that runs is cut off. */
  shouldContinueAsNew(): boolean {
    const { standing } = this.#state;
    const waits = standing.name === 'idle' || ('step' in standing && ['waiting', 'resting'].includes(standing.step));
    const { historyLength, continueAsNewSuggested, runStartTime } = workflowInfo();
    const isOld =
      this.#cycles >= MAX_CYCLES_IN_RUN ||
      historyLength >= MAX_EVENTS_IN_RUN ||
      continueAsNewSuggested ||
      Date.now() - runStartTime.getTime() >= DAY_MS;
    return waits && isOld;
  }

  carried(): ConnectionInput {
    return { ...this.#identity, state: this.#state };
  }

  view(): ConnectionStateView {
    const { standing, facts } = this.#state;
    return {
      state: standing.name,
      consecutiveFailures: facts?.failure?.consecutiveFailures ?? 0,
      syncRequested: standing.name === 'syncing' && standing.step === 'running' && standing.again,
      cyclesInRun: this.#cycles,
      lastError: facts?.failure?.code ?? null,
    };
  }

  async #stepWhileSyncing(standing: In<'syncing'>): Promise<void> {
    switch (standing.step) {
      case 'waiting':
        return this.#waitUntil(standing.untilMs);
      case 'running':
        return this.#sync(standing.sync.head);
      case 'stopping':
        return this.feed({ type: 'syncStopped' });
      case 'recording': {
        const { failure, asked } = standing;
        const recorded = await recordFailure({ ...this.#key(), failure, asked });
        return this.feed({ type: 'failureRecorded', recorded, nowMs: Date.now() });
      }
    }
  }

  async #stepWhileDisconnecting(standing: In<'disconnecting'>): Promise<void> {
    switch (standing.step) {
      case 'waiting':
        return this.#waitUntil(standing.untilMs);
      case 'stopping':
        return this.feed({ type: 'syncStopped' });
      case 'confirming': {
        const answer = await confirmDisconnected(this.#key());
        return this.feed({ type: 'stopConfirmed', answer, nowMs: Date.now() });
      }
    }
  }

  async #sync(head: boolean): Promise<void> {
    this.#cycles += 1;
    const { facts, isFirstWait } = this.#state;
    const delayFactor = waitFactor(this.#identity.connectionId, isFirstWait);
    const input = { ...this.#key(), budgetMs: SYNC_BUDGET_MS, head, delayFactor };
    const summary = head ? 'newest rows first' : 'going on where the last sync stopped';
    const scope = new CancellationScope();
    this.#runningSync = scope;
    try {
      const sync = (facts?.firstSync ?? null) === null ? syncConnection : syncFirst;
      const result = await scope.run(() => sync.executeWithOptions({ summary }, [input]));
      this.feed({ type: 'syncEnded', nowMs: Date.now(), ...result });
    } catch (error) {
      if (CancellationScope.current().consideredCancelled) throw error; // an operator cancelled the workflow itself
      this.feed(isCancellation(error) || hasNotBegun(error) ? { type: 'syncStopped' } : this.#failed(error));
    } finally {
      this.#runningSync = undefined;
    }
  }

  /** Until there is more to tell than that nothing is new, or a signal changes what to do. */
  async #syncWhileIdle(standing: In<'idle'>): Promise<void> {
    this.#cycles += 1;
    const longestMs = LONGEST_WAIT * this.#state.policy.intervalMs;
    const input = { ...this.#key(), waitMs: Math.min(standing.untilMs - Date.now(), longestMs) };
    const summary = 'each time that it is due, as long as nothing is new';
    const scope = new CancellationScope();
    this.#runningSync = scope;
    let ended: ConnectionEvent;
    try {
      const result = await scope.run(() => syncWhileIdle.executeWithOptions({ summary }, [input]));
      ended = { type: 'syncEnded', nowMs: Date.now(), ...result };
    } catch (error) {
      if (CancellationScope.current().consideredCancelled) throw error;
      const failed = this.#failed(error);
      // A refused token is refused again; whatever else it was, a sync with its three tries tells more.
      ended = failed.failure.kind === 'credential' ? failed : { type: 'timerFired' };
    } finally {
      this.#runningSync = undefined;
    }
    // What a signal had it stopped for comes next, however it ended.
    if (this.#state.standing === standing) this.feed(ended);
  }

  #failed(error: unknown): Extract<ConnectionEvent, { type: 'syncFailed' }> {
    return { type: 'syncFailed', ...toSyncFailure(error, workflowInfo().runId) };
  }

  async #readRow(): Promise<void> {
    this.feed({ type: 'rowRead', facts: await readFacts(this.#key()), nowMs: Date.now() });
  }

  /** Sleeps until then, or until a signal changes what to do. */
  async #waitUntil(untilMs: number): Promise<void> {
    const waitingIn = this.#state.standing;
    const delayMs = untilMs - Date.now();
    const changed =
      delayMs > 0 &&
      (await condition(() => this.#state.standing !== waitingIn, delayMs, { summary: describeNextStep(this.#state) }));
    if (!changed) this.feed({ type: 'timerFired' });
  }

  #key() {
    const { organizationId, connectionId } = this.#identity;
    return { organizationId, connectionId };
  }
}
