import type { FailureVerdict, Policy, SyncFailure } from '../../contract/connection-activities.js';
import type { StormStanding } from './store-credential-storms.js';

/** What a connection's row knows of the failures since its last success. */
export interface PastFailures {
  /** Of the last one; null when there was none. */
  readonly kind: SyncFailure['kind'] | null;
  /** Counted ones in a row, up to the last, of its kind. */
  readonly ofKind: number;
  /** Counted ones of any kind. */
  readonly total: number;
  /** Since the last one that counted; null when none did. */
  readonly countedBeforeMs: number | null;
  /** Since the later of the last success and the last connect. */
  readonly unsteadyForMs: number;
  /** Of all connections, not of this one. */
  readonly storm: StormStanding;
}

export interface CountedFailures extends FailureVerdict {
  readonly total: number;
  /** Whether this one counted. */
  readonly counts: boolean;
}

/** A code that the owner must act on; any other is an outage or a mistake of ours. */
export function failureKind(code: string): SyncFailure['kind'] {
  return code === 'token_rejected' || code === 'permission_missing' ? 'credential' : 'other';
}

const DAY_MS = 24 * 3_600_000;
const MAX_RETRY_DELAY_MS = 30 * 60_000;
/** A little less than the wait after a failure. */
const COUNTED_APART = 0.8;

/**
 * What a failed sync means for its connection. Pure: what was before is the row's.
 *
 * A failure counts when a timer began its sync, or when the last one that counted is nearly an interval ago: somebody
 * who presses *Sync now* while something is wrong sees what came of it, and brings nobody nearer to the end.
 *
 * A refused credential ends after the limit; anything else only after a day as well: an outage must not make thousands
 * of owners paste tokens that they can no longer see. While Shopify refuses everybody a refused credential says nothing
 * of its own and does not count; what counted until then is forgotten with the storm.
 *
 * @param asked somebody asked for the sync
 */
export function judgeFailure(
  past: PastFailures,
  { kind }: SyncFailure,
  asked: boolean,
  policy: Policy,
): CountedFailures {
  const soon = past.countedBeforeMs !== null && past.countedBeforeMs < COUNTED_APART * policy.intervalMs;
  const isStorm = kind === 'credential' && past.storm.isOn;
  const counts = !isStorm && !(asked && soon);
  const isForgotten = past.kind === 'credential' && isOlderThanStorm(past);
  const before = past.kind === kind && !isForgotten ? past.ofKind : 0;
  const consecutiveFailures = before + (counts ? 1 : 0);
  const total = (isForgotten ? 0 : past.total) + (counts ? 1 : 0);
  return {
    counts,
    consecutiveFailures,
    total,
    terminal: counts && isTerminal(kind, consecutiveFailures, total, past.unsteadyForMs, policy.failureLimit),
    delayMs: retryDelayMs(kind, consecutiveFailures, policy.intervalMs),
  };
}

/** What counted last did so before the last storm was over. */
function isOlderThanStorm({ countedBeforeMs, storm }: PastFailures): boolean {
  return countedBeforeMs !== null && storm.endedBeforeMs !== null && countedBeforeMs > storm.endedBeforeMs;
}

function isTerminal(kind: SyncFailure['kind'], ofKind: number, total: number, unsteadyForMs: number, limit: number) {
  return kind === 'credential' ? ofKind >= limit : total >= limit && unsteadyForMs >= DAY_MS;
}

/** Credentials are tried at the normal interval; for anything else the wait doubles from there to half an hour. */
function retryDelayMs(kind: SyncFailure['kind'], ofKind: number, intervalMs: number): number {
  if (kind === 'credential') return intervalMs;
  const doubled = intervalMs * 2 ** Math.min(Math.max(ofKind - 1, 0), 20);
  return Math.max(intervalMs, Math.min(doubled, MAX_RETRY_DELAY_MS));
}
