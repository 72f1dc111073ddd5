import type { Failures, SyncFailure } from './failures.js';

/**
 * Where a connection stands. Plain JSON: it is carried through continue-as-new.
 * `step` says what the workflow is doing in that state; the state's name is what operators see.
 * Times are workflow time in milliseconds, so that a wait that is interrupted or carried over is not begun anew.
 */
export type Standing =
  /** Due at `untilMs` (throttled, cut off) or at once; nothing is running. `head`: begin with the newest rows. */
  | { readonly name: 'syncing'; readonly step: 'waiting'; readonly untilMs: number; readonly head: boolean }
  /** The sync activity runs. `again`: exactly one more follows. */
  | { readonly name: 'syncing'; readonly step: 'running'; readonly head: boolean; readonly again: boolean }
  /** The running sync was cancelled by a reconnect; its result will be dropped. */
  | { readonly name: 'syncing'; readonly step: 'stopping' }
  /** A failure is being written to the row; `then` is what a signal asked for meanwhile. */
  | { readonly name: 'syncing'; readonly step: 'recording'; readonly record: FailureRecord; readonly then: AfterRecord }
  | { readonly name: 'idle'; readonly untilMs: number }
  | { readonly name: 'error'; readonly step: 'resting' | 'reading' }
  | { readonly name: 'disconnecting'; readonly step: 'stopping' | 'confirming'; readonly revived: boolean }
  /** A sync that we cannot hear of may still hold its lease; nothing is confirmed before that is over. */
  | { readonly name: 'disconnecting'; readonly step: 'waiting'; readonly untilMs: number; readonly revived: boolean }
  | { readonly name: 'disconnected'; readonly step: 'reading' | 'over' };

export interface FailureRecord {
  readonly failure: SyncFailure;
  readonly consecutiveFailures: number;
  readonly terminal: boolean;
  readonly delayMs: number;
}
export type AfterRecord = 'carryOn' | 'syncAgain' | 'disconnect' | 'reconnect';

export interface ConnectionState {
  readonly standing: Standing;
  readonly failures: Failures;
  /** The later of the last success and the last connect: outages are judged by the time since. */
  readonly steadySinceMs: number;
  /** From the last answer; the workflow cannot read the environment. */
  readonly policy: Policy;
}

export interface Policy {
  readonly intervalMs: number;
  readonly failureLimit: number;
}

export type RowStatus = 'connected' | 'error' | 'disconnecting' | 'disconnected' | 'gone';

/** How a sync ended that did not fail. */
export type SyncEnd =
  | { readonly outcome: 'ok' }
  /** Work is left, with `head` the newest rows first; `waitMs` when Shopify asked for patience beyond the time budget. */
  | { readonly outcome: 'more'; readonly waitMs: number; readonly head?: boolean }
  /** The network failed after a page had been stored: neither a success nor a failure. */
  | { readonly outcome: 'interrupted' }
  /** The connection's generation changed under the sync. */
  | { readonly outcome: 'superseded' }
  | { readonly outcome: 'disconnecting' | 'error' | 'gone' };
