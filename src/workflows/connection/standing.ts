import type { Policy, SyncFailure } from '../../contract/connection-activities.js';
import type { ConnectionFacts } from '../../contract/connection-facts.js';

/**
 * Where a connection stands. Plain JSON: it is carried through continue-as-new.
 * `step` says what the workflow is doing in that state; the state's name is what operators see.
 * Times are workflow time in milliseconds, so that a wait that is interrupted or carried over is not begun anew.
 */
export type WorkflowStanding =
  /** Due at `untilMs` (throttled, cut off) or at once; nothing is running. */
  | { readonly name: 'syncing'; readonly step: 'waiting'; readonly untilMs: number; readonly sync: NextSync }
  /** The sync activity runs. `again`: exactly one more follows. */
  | { readonly name: 'syncing'; readonly step: 'running'; readonly sync: NextSync; readonly again: boolean }
  /** The running sync was cancelled by a reconnect; its result will be dropped. */
  | { readonly name: 'syncing'; readonly step: 'stopping' }
  /** A failure is being written to the row; `then` is what a signal asked for meanwhile. */
  | {
      readonly name: 'syncing';
      readonly step: 'recording';
      readonly failure: SyncFailure;
      readonly asked: boolean;
      readonly then: AfterRecord;
    }
  /** Synced each time that it is due, the first time at `untilMs`, or after a failure resting until then. */
  | { readonly name: 'idle'; readonly untilMs: number }
  /** By operators. Who nudges has the row read, and read again where it was being read: it says when that is over. */
  | { readonly name: 'paused'; readonly step: 'resting' | 'reading' | 'readingAgain' }
  | { readonly name: 'error'; readonly step: 'resting' | 'reading' }
  | { readonly name: 'disconnecting'; readonly step: 'stopping' | 'confirming'; readonly revived: boolean }
  /** A sync that we cannot hear of may still hold its lease; nothing is confirmed before that is over. */
  | { readonly name: 'disconnecting'; readonly step: 'waiting'; readonly untilMs: number; readonly revived: boolean }
  | { readonly name: 'disconnected'; readonly step: 'reading' | 'over' };

/** The standings of one name. */
export type In<Name extends WorkflowStanding['name']> = Extract<WorkflowStanding, { name: Name }>;

/** What the next sync is to do. */
export interface NextSync {
  /** Begin with the newest rows. */
  readonly head: boolean;
  /** Somebody asked for it; otherwise its time had come. */
  readonly asked: boolean;
}

export type AfterRecord = 'carryOn' | 'syncAgain' | 'disconnect' | 'reconnect';

export interface ConnectionState {
  readonly standing: WorkflowStanding;
  /** What the rows said last; null when they are to be read before anything else. */
  readonly facts: ConnectionFacts | null;
  /** When they did, by workflow time. */
  readonly factsAtMs: number;
  /** From the last answer; the workflow cannot read the environment. */
  readonly policy: Policy;
  /** No sync has ended well yet since the workflow was first started: the next wait is spread. */
  readonly isFirstWait: boolean;
}
