import { judgeFailure } from '../../../src/connections/failures/judge-failure.js';
import type {
  ConnectionActivities,
  FailureVerdict,
  Policy,
  SyncFailure,
} from '../../../src/contract/connection-activities.js';
import { type ConnectionFacts, GONE } from '../../../src/contract/connection-facts.js';

/** What the row of a scripted connection knows of failures: production's judgement, without a database. */
export class ScriptedFailures {
  readonly verdicts: FailureVerdict[] = [];
  #failure: SyncFailure | null = null;
  #ofKind = 0;
  #total = 0;
  #countedAtMs: number | null = null;
  #steadySinceMs: number | null = null;
  #connectedAtMs: number | null = null;

  constructor(private readonly policy: Policy) {}

  /** A sync ended without error, or the connection was connected anew. */
  forget(nowMs: number): void {
    this.#failure = null;
    this.#ofKind = 0;
    this.#total = 0;
    this.#countedAtMs = null;
    this.#steadySinceMs = nowMs;
  }

  record(
    { failure, asked }: Pick<Parameters<ConnectionActivities['recordFailure']>[0], 'failure' | 'asked'>,
    nowMs: number,
  ): FailureVerdict {
    this.#steadySinceMs ??= nowMs;
    const past = {
      kind: this.#failure?.kind ?? null,
      ofKind: this.#ofKind,
      total: this.#total,
      countedBeforeMs: this.#countedAtMs === null ? null : nowMs - this.#countedAtMs,
      unsteadyForMs: nowMs - this.#steadySinceMs,
      storm: { isOn: false, endedBeforeMs: null },
    };
    const { counts, total, ...verdict } = judgeFailure(past, failure, asked, this.policy);
    this.#failure = failure;
    this.#ofKind = verdict.consecutiveFailures;
    this.#total = total;
    if (counts) this.#countedAtMs = nowMs;
    this.verdicts.push(verdict);
    return verdict;
  }

  /** What the rows of such a connection say, once its first sync has been whole. */
  facts(status: ConnectionFacts['status'], nowMs: number): ConnectionFacts {
    this.#connectedAtMs ??= nowMs;
    const succeededAt = this.#steadySinceMs === null ? null : new Date(this.#steadySinceMs).toISOString();
    const connectedAt = new Date(this.#connectedAtMs).toISOString();
    const failure = this.#failure && { ...this.#failure, since: null, consecutiveFailures: this.#ofKind };
    return { ...GONE, status, connectedAt, succeededAt, lastSyncedAt: succeededAt, failure };
  }
}
