import type {
  Policy,
  RecordedFailure,
  StopConfirmation,
  SyncEnd,
  SyncFailure,
} from '../../contract/connection-activities.js';
import type { ConnectionFacts } from '../../contract/connection-facts.js';
import type { ConnectionSignal } from '../../contract/signals.js';

/** What a connection's state machine is told: signals, the end of a wait, and what its activities answered. */
export type ConnectionEvent =
  | { readonly type: ConnectionSignal }
  | { readonly type: 'timerFired' }
  | {
      readonly type: 'syncEnded';
      readonly end: SyncEnd;
      /** Null when the sync did not read them to its end. */
      readonly facts: ConnectionFacts | null;
      readonly nowMs: number;
      readonly delayMs: number;
      readonly policy?: Policy;
    }
  | { readonly type: 'syncFailed'; readonly failure: SyncFailure; readonly policy?: Policy }
  | { readonly type: 'syncStopped' }
  /** Null: the row belongs to a newer generation, or is no longer connected. */
  | { readonly type: 'failureRecorded'; readonly recorded: RecordedFailure | null; readonly nowMs: number }
  | {
      readonly type: 'stopConfirmed';
      readonly nowMs: number;
      readonly answer: StopConfirmation;
    }
  | { readonly type: 'rowRead'; readonly facts: ConnectionFacts; readonly nowMs: number };
