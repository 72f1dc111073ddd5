/** The two that the Partner API client needs, in Shopify's words *View financials* and *Manage apps*. */
export const PERMISSIONS = ['view_financials', 'manage_apps'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What a person may do, by Convot's access token. */
export const ROLES = ['owner', 'admin', 'agent'] as const;
export type Role = (typeof ROLES)[number];

/** A connection's row, as stored. */
export const CONNECTION_STATUSES = ['connected', 'error', 'disconnecting', 'disconnected'] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

/** What the last sync was about, as stored; a page is shown three more, which follow from times, status and pauses. */
export type SyncPhase = 'backfilling' | 'syncing' | 'idle';
export const SHOWN_PHASES = [
  'backfilling',
  'syncing',
  'idle',
  'waiting',
  'stopped',
  'paused',
] as const satisfies readonly (SyncPhase | 'waiting' | 'stopped' | 'paused')[];
export type ShownPhase = (typeof SHOWN_PHASES)[number];

/** What a sync read: the newest page of each feed, the past, the last thirty days again, everything again. */
export const RUN_KINDS = ['head', 'backfill', 'sweep', 'walk'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

export const RUN_OUTCOMES = ['ok', 'more', 'failed', 'cancelled'] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

/** What asking for a sync answers: one begins now, or one more follows the one that runs. */
export const SYNC_ANSWERS = ['started', 'queued'] as const;
export type SyncAnswer = (typeof SYNC_ANSWERS)[number];

/** Found in the account's rows, or added by hand. */
export const APP_SOURCES = ['auto', 'manual'] as const;
export type AppSource = (typeof APP_SOURCES)[number];

/** Why an app's events cannot be read. */
export const APP_PROBLEMS = ['not_visible', 'refused'] as const;
export type AppProblem = (typeof APP_PROBLEMS)[number];

/** `credential`: the owner must act (token, permission). `other`: an outage or a mistake of ours. */
export type FailureKind = 'credential' | 'other';

/** Why the last sync failed, as stored with the connection. */
export type ConnectionErrorCode =
  | 'token_rejected'
  | 'permission_missing'
  | 'api_version_retired'
  | 'query_refused'
  | 'unexpected_answer'
  | 'shopify_unavailable'
  | 'internal';

export const WARNING_CODES = [
  'stale',
  'delayed',
  'refusing_everybody',
  'rows_quarantined',
  'api_version_retiring',
  'waiting_to_start',
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

/** What Convot is told of a connection, by its name in the message. */
export const CONNECTION_NOTICES = [
  'connection.error',
  'connection.recovered',
  'connection.stale',
  'connection.first_sync_finished',
] as const;
export type ConnectionNoticeType = (typeof CONNECTION_NOTICES)[number];
