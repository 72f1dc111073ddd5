/** Why a sync failed, without a word of Shopify's: codes only. */
export interface SyncFailure {
  /** `credential`: the owner must act (token, permission). `other`: an outage or a mistake of ours. */
  readonly kind: 'credential' | 'other';
  /** The contract's error code. */
  readonly code: string;
  readonly permission: 'view_financials' | 'manage_apps' | null;
  /** What support can find the failure by in the logs. */
  readonly reference: string;
  /** The generation that the failed sync worked for; null when it failed before it knew. */
  readonly generation: number | null;
}

/** Failures since the last success. */
export interface Failures {
  readonly last: SyncFailure | null;
  /** The last ones in a row of the last one's kind. */
  readonly ofKind: number;
  readonly total: number;
}

export const noFailures: Failures = { last: null, ofKind: 0, total: 0 };

const DAY_MS = 24 * 3_600_000;
const MAX_RETRY_DELAY_MS = 30 * 60_000;

export function countFailure(failures: Failures, failure: SyncFailure): Failures {
  const sameKind = failures.last?.kind === failure.kind;
  return { last: failure, ofKind: sameKind ? failures.ofKind + 1 : 1, total: failures.total + 1 };
}

/**
 * A refused credential ends after the limit; anything else only after a day as well: an outage must not make
 * thousands of owners paste tokens that they can no longer see.
 */
export function isTerminal(failures: Failures, unsteadyForMs: number, failureLimit: number): boolean {
  if (failures.last?.kind === 'credential') return failures.ofKind >= failureLimit;
  return failures.total >= failureLimit && unsteadyForMs >= DAY_MS;
}

/** Credentials are tried at the normal interval; for anything else the wait doubles from there to half an hour. */
export function retryDelayMs(failures: Failures, intervalMs: number): number {
  if (failures.last?.kind === 'credential') return intervalMs;
  const doubled = intervalMs * 2 ** Math.min(failures.ofKind - 1, 20);
  return Math.max(intervalMs, Math.min(doubled, MAX_RETRY_DELAY_MS));
}
