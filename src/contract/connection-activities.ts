import type { ConnectionFacts } from './connection-facts.js';
import type { FailureKind, Permission } from './connection-words.js';

/** Which connection; the organization is named so that every activity can set its tenant. */
export interface ConnectionKey {
  readonly organizationId: string;
  readonly connectionId: string;
}

/** Whose connection a workflow serves. */
export interface ConnectionIdentity extends ConnectionKey {
  readonly partnerOrganizationId: string;
}

/** What a connection workflow is started with. Plain JSON, versioned. */
export interface ConnectionStart extends ConnectionIdentity {
  readonly version: 1;
}

/** What the connection workflow asks of the outside world. */
export interface ConnectionActivities {
  /** Fetches and stores what is new, within its budget. Fails with the details of `SyncFailureDetails`. */
  syncConnection(input: SyncInput): Promise<SyncResult>;
  /**
   * The same each time that the connection is due, as long as a sync finds nothing: then the workflow hears nothing. Fails
   * likewise, but is not tried again.
   */
  syncWhileIdle(input: IdleInput): Promise<SyncResult>;
  /**
   * Counts a failure on the row and says what it means; null when the row belongs to a newer generation, is no longer
   * connected, or is paused.
   */
  recordFailure(input: RecordFailureInput): Promise<RecordedFailure | null>;
  /** Writes `disconnected` once no sync can send any more. */
  confirmDisconnected(key: ConnectionKey): Promise<StopConfirmation>;
  /** What the rows say now. */
  readFacts(key: ConnectionKey): Promise<ConnectionFacts>;
}

export interface SyncInput extends ConnectionKey {
  /** Commit what there is and answer `more` once this much time is used. */
  readonly budgetMs: number;
  /** Begin with the newest rows, even in the middle of a backfill. */
  readonly head: boolean;
  /** The next wait as a share of the interval: chosen by the workflow, whose randomness replays. */
  readonly delayFactor: number;
}

export interface IdleInput extends ConnectionKey {
  /** From when it was asked for until the first sync is due; that is due at once when it is not above 0. */
  readonly waitMs: number;
}

/** Counts and times only: pages and tokens never enter workflow history. */
export interface SyncResult {
  readonly end: SyncEnd;
  /** What the rows say now; null when the sync found them to be no longer its own, or was cut off. */
  readonly facts: ConnectionFacts | null;
  /** The wait until the next sync of a healthy connection; it is also what `nextSyncAt` says. */
  readonly delayMs: number;
  readonly policy: Policy;
  readonly requests: number;
  readonly rows: number;
  readonly newRows: number;
  /** It found nothing, and nothing that the workflow knew of the connection is otherwise now. */
  readonly isIdle?: boolean;
}

export interface Policy {
  readonly intervalMs: number;
  readonly failureLimit: number;
}

/** How a sync ended that did not fail. */
export type SyncEnd =
  | { readonly outcome: 'ok' }
  /** Work is left, with `head` the newest rows first; `waitMs` when Shopify asked for patience beyond the time budget. */
  | { readonly outcome: 'more'; readonly waitMs: number; readonly head?: boolean }
  /** The network failed after a page had been stored: neither a success nor a failure. */
  | { readonly outcome: 'interrupted' }
  /** The connection's generation changed under the sync. */
  | { readonly outcome: 'superseded' }
  /** What the row says now: it is no longer synced, or operators have paused it. */
  | { readonly outcome: 'disconnecting' | 'error' | 'gone' | 'paused' };

/** Why a sync failed, without a word of Shopify's: codes only. */
export interface SyncFailure {
  readonly kind: FailureKind;
  /** The contract's error code. */
  readonly code: string;
  readonly permission: Permission | null;
  /** What support can find the failure by in the logs. */
  readonly reference: string;
  /** The generation that the failed sync worked for; null when it failed before it knew. */
  readonly generation: number | null;
}

/** What a failed `syncConnection` carries as its failure's first detail. */
export interface SyncFailureDetails extends SyncFailure {
  readonly policy: Policy;
}

/** Nothing is under way any more; or it was connected anew meanwhile; or a lease is over only then. */
export type StopConfirmation = 'disconnected' | 'revived' | { readonly leasedForMs: number };

export interface RecordFailureInput extends ConnectionKey {
  readonly failure: SyncFailure;
  /** Somebody asked for the sync; otherwise its time had come. */
  readonly asked: boolean;
}

export interface RecordedFailure {
  readonly verdict: FailureVerdict;
  readonly facts: ConnectionFacts;
}

/** What a recorded failure means; decided by the row, which knows those before it. */
export interface FailureVerdict {
  readonly consecutiveFailures: number;
  /** The row says `error` now. */
  readonly terminal: boolean;
  /** Until the next try. */
  readonly delayMs: number;
}
