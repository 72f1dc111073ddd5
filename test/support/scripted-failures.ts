import type { ConnectionActivities } from '../../src/activities/connection-activities.js';
import { judgeFailure } from '../../src/connections/judge-failure.js';
import type { SyncFailure } from '../../src/workflows/failures.js';
import type { FailureVerdict, Policy } from '../../src/workflows/standing.js';

/** What the row of a scripted connection knows of failures: production's judgement, without a database. */
export class ScriptedFailures {
  readonly verdicts: FailureVerdict[] = [];
  #kind: SyncFailure['kind'] | null = null;
  #ofKind = 0;
  #total = 0;
  #countedAtMs: number | null = null;
  #steadySinceMs: number | null = null;

  constructor(private readonly policy: Policy) {}

  /** A sync ended without error, or the connection was connected anew. */
  forget(nowMs: number): void {
    this.#kind = null;
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
      kind: this.#kind,
      ofKind: this.#ofKind,
      total: this.#total,
      countedBeforeMs: this.#countedAtMs === null ? null : nowMs - this.#countedAtMs,
      unsteadyForMs: nowMs - this.#steadySinceMs,
      storm: { isOn: false, endedBeforeMs: null },
    };
    const { counts, total, ...verdict } = judgeFailure(past, failure, asked, this.policy);
    this.#kind = failure.kind;
    this.#ofKind = verdict.consecutiveFailures;
    this.#total = total;
    if (counts) this.#countedAtMs = nowMs;
    this.verdicts.push(verdict);
    return verdict;
  }
}
