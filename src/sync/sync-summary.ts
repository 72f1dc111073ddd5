import type { ConnectionKey } from '../contract/connection-activities.js';
import type { RunKind } from '../contract/connection-words.js';
import type { EndedRun } from './store/sync-runs.js';

/** Rows of one kind of feed that a sync stored. */
export interface StoredCounts {
  newRows: number;
  /** Stored before, with another content. */
  changedRows: number;
}

/** What one sync came to, told once it has ended: for the log and for what is counted. */
export interface SyncSummary extends ConnectionKey {
  /** Null when it ended before it had asked for anything. */
  readonly kind: RunKind | null;
  readonly outcome: EndedRun['outcome'];
  /** It found nothing to store, and has no line of its own in the list of runs. */
  readonly isIdle: boolean;
  readonly errorCode: string | null;
  readonly requests: number;
  readonly rows: number;
  readonly newRows: number;
  readonly stored: Readonly<Record<'transactions' | 'events', StoredCounts>>;
  readonly durationMs: number;
  /** From when it was due until it began; null when that was not known. */
  readonly lateMs: number | null;
  /** The connection had never been whole. */
  readonly isFirst: boolean;
  /** With it the connection is whole for the first time. */
  readonly endedFirst: boolean;
  /** The failure that the connection showed is over with it. */
  readonly recovered: boolean;
}

/** Hears of each sync that has ended; what it does is no matter of the sync. */
export type TellSync = (sync: SyncSummary) => void;
