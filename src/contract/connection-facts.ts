import type { ConnectionStatus, FailureKind } from './connection-words.js';

export type RowStatus = ConnectionStatus | 'gone';

/**
 * What a connection's rows say of it, as the last activity that read them found them: what its health is judged by and
 * what operators read. Plain JSON, carried through continue-as-new; times are ISO 8601.
 */
export interface ConnectionFacts {
  readonly status: RowStatus;
  /** By operators, itself or with all: nothing is sent for it. Missing in what a run of older code carried. */
  readonly paused?: boolean;
  /** Or when operators last resumed it. */
  readonly connectedAt: string | null;
  /** When the last sync ended without failing. */
  readonly succeededAt: string | null;
  /** When the last whole scan of the newest rows began. */
  readonly lastSyncedAt: string | null;
  /** The newest stored row's time. */
  readonly dataThrough: string | null;
  /** Shopify asked for patience until then. */
  readonly waitingUntil: string | null;
  /** Null once it has been whole. */
  readonly firstSync: { readonly rows: number; readonly completeBackTo: string | null } | null;
  /** Of the last sync; null since one succeeded. */
  readonly failure: StandingFailure | null;
}

/** A failure that is not over. */
export interface StandingFailure {
  readonly kind: FailureKind;
  /** The contract's error code. */
  readonly code: string;
  readonly since: string | null;
  readonly reference: string | null;
  /** Counted ones in a row, of this kind. */
  readonly consecutiveFailures: number;
}

/** Of a connection that is not there any more. */
export const GONE: ConnectionFacts = {
  status: 'gone',
  connectedAt: null,
  succeededAt: null,
  lastSyncedAt: null,
  dataThrough: null,
  waitingUntil: null,
  firstSync: null,
  failure: null,
};
