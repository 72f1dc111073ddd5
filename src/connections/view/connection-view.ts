import type { ConnectionStatus, Permission, ShownPhase, WarningCode } from '../../contract/connection-words.js';
import { errorMessage, WARNINGS } from '../../contract/error-sentences.js';
import { isRetiring } from '../../partner/versions/api-version.js';
import { type Instant, instantToMs, showInstant } from '../../values/instant.js';
import { failureKind } from '../failures/judge-failure.js';
import type { ConnectionSummary } from '../store/connection-summaries.js';
import type { Verification } from '../store/verification.js';
import { type BackfillProgress, backfillProgress } from './backfill-progress.js';

/** The contract's Connection. Never the token. */
export interface ConnectionView {
  readonly id: string;
  readonly partnerOrganizationId: string;
  readonly status: ConnectionStatus;
  readonly phase: ShownPhase;
  readonly waitingUntil: string | null;
  readonly lastSyncedAt: string | null;
  readonly nextSyncAt: string | null;
  readonly dataThrough: string | null;
  readonly consecutiveFailures: number;
  readonly failureLimit: number;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly permission: Permission | null;
    readonly since: string | null;
    readonly reference: string | null;
  } | null;
  readonly progress: BackfillProgress;
  readonly verification: Verification | null;
  readonly quarantined: { readonly count: number; readonly reasons: { reason: string; count: number }[] };
  readonly warnings: { code: WarningCode; message: string }[];
  readonly apps: number;
  readonly tokenHint: string | null;
  readonly connectedBy: string;
  readonly connectedAt: string;
  readonly disconnectedBy: string | null;
  readonly disconnectedAt: string | null;
}

export interface ViewPolicy {
  /** Between two syncs of a healthy connection. */
  readonly intervalMs: number;
  readonly failureLimit: number;
  /** The Partner API version that we ask for. */
  readonly apiVersion: string;
}

// A sync activity lasts at most a minute and says its phase when it begins and ends.
const PHASE_PATIENCE_MS = 2 * 60_000;
const START_PATIENCE_MS = 30_000;
const DELAY_PATIENCE_MS = 30 * 60_000;

/** What a reader sees of one connection. Pure: the time is the database's, read with the row. */
export function connectionView(row: ConnectionSummary, policy: ViewPolicy): ConnectionView {
  const status = visibleStatus(row);
  return {
    id: row.id,
    partnerOrganizationId: row.partnerOrganizationId,
    status,
    phase: visiblePhase(row),
    waitingUntil: isWaiting(row) ? show(row.waitingUntil) : null,
    lastSyncedAt: show(row.lastSyncedAt),
    nextSyncAt: row.status === 'connected' && !row.isPaused ? show(row.nextSyncAt) : null,
    dataThrough: show(row.dataThrough),
    consecutiveFailures: shownFailures(row),
    failureLimit: policy.failureLimit,
    error: shownError(row, policy),
    progress: backfillProgress(row),
    verification: row.verification,
    quarantined: { count: row.quarantined.reduce((sum, { count }) => sum + count, 0), reasons: [...row.quarantined] },
    warnings: warnings(row, policy).map((code) => ({ code, message: WARNINGS[code] })),
    apps: row.apps,
    tokenHint: row.tokenHint,
    connectedBy: row.connectedBy,
    connectedAt: showInstant(row.connectedAt),
    disconnectedBy: row.disconnectedBy,
    disconnectedAt: show(row.disconnectedAt),
  };
}

/** Once no sync can have a request on the wire any more it is disconnected, whoever writes that down. */
function visibleStatus(row: ConnectionSummary): ConnectionStatus {
  if (row.status !== 'disconnecting') return row.status;
  return row.leaseUntil === null || instantToMs(row.leaseUntil) < instantToMs(row.now)
    ? 'disconnected'
    : 'disconnecting';
}

function visiblePhase(row: ConnectionSummary): ConnectionView['phase'] {
  if (row.status !== 'connected') return 'stopped';
  if (row.isPaused) return 'paused';
  if (isWaiting(row)) return 'waiting';
  return isRunning(row) ? row.phase : 'idle';
}

function isWaiting(row: ConnectionSummary): boolean {
  return (
    row.status === 'connected' &&
    !row.isPaused &&
    row.waitingUntil !== null &&
    instantToMs(row.waitingUntil) > instantToMs(row.now)
  );
}

/** A worker that died leaves its phase behind, but does not say it again. */
function isRunning(row: ConnectionSummary): boolean {
  return row.phase !== 'idle' && since(row, row.phaseAt) < PHASE_PATIENCE_MS;
}

/** One that did not count, because somebody asked for it, is shown as the first all the same. */
function shownFailures({ errorCode, consecutiveFailures }: ConnectionSummary): number {
  return errorCode === null ? 0 : Math.max(1, consecutiveFailures);
}

/** What is wrong, from the first failure on; null when nothing is. */
export function shownError(
  row: ConnectionSummary,
  { failureLimit }: Pick<ViewPolicy, 'failureLimit'>,
): ConnectionView['error'] {
  if (row.errorCode === null) return null;
  const { errorCode: code, errorPermission: permission } = row;
  const consecutiveFailures = shownFailures(row);
  const terminal = row.status === 'error';
  const isStorm = isRefusedWithEverybody(row);
  const { isPaused } = row;
  return {
    code,
    message: errorMessage({ code, permission, terminal, isStorm, isPaused, consecutiveFailures, failureLimit }),
    permission,
    since: show(row.errorSince),
    reference: row.errorReference,
  };
}

/** Of one that Shopify accepts, whatever becomes of others, nothing is said. */
function isRefusedWithEverybody({ refusesEverybody, errorCode }: ConnectionSummary): boolean {
  return refusesEverybody && errorCode !== null && failureKind(errorCode) === 'credential';
}

/** After so many intervals without a whole look at the newest rows a connection is stale. */
export const STALE_AFTER_INTERVALS = 2;

/**
 * `stale` here is what the people of an organization are warned of, and what Convot is told: the newest rows are older than
 * two intervals, whatever the reason. Operators' `stale` (contract/connection-health.ts) waits longer where a
 * failure already says why.
 */
export function isStale(row: ConnectionSummary, { intervalMs }: Pick<ViewPolicy, 'intervalMs'>): boolean {
  const patienceMs = STALE_AFTER_INTERVALS * intervalMs;
  const isFresh = [row.lastSyncedAt, row.connectedAt, row.resumedAt].some(
    (at) => at !== null && since(row, at) <= patienceMs,
  );
  return row.status === 'connected' && !row.isPaused && !isFresh && (row.backfilled || !isRunning(row));
}

function warnings(row: ConnectionSummary, { intervalMs, apiVersion }: ViewPolicy): WarningCode[] {
  const found: WarningCode[] = [];
  // While it is paused nothing is late: that it is paused says why.
  if (row.status === 'connected' && !row.isPaused) {
    const isOurs = row.errorCode !== null && (failureKind(row.errorCode) === 'other' || isRefusedWithEverybody(row));
    if (isOurs && isDelayed(row)) found.push('delayed');
    if (isStale(row, { intervalMs })) found.push('stale');
    const overdue = row.nextSyncAt !== null && since(row, row.nextSyncAt) > START_PATIENCE_MS;
    if (overdue && !isRunning(row) && !isWaiting(row)) found.push('waiting_to_start');
    if (isRetiring(apiVersion, { servedVersion: row.servedVersion, supported: row.supportedVersions }, row.now))
      found.push('api_version_retiring');
  }
  if (!row.isPaused && isRefusedWithEverybody(row)) found.push('refusing_everybody');
  if (row.quarantined.length > 0) found.push('rows_quarantined');
  return found;
}

/** While operators had paused it nothing was tried. */
function isDelayed(row: ConnectionSummary): boolean {
  const ages = [row.errorSince, row.resumedAt].flatMap((at) => (at === null ? [] : since(row, at)));
  return row.errorSince !== null && Math.min(...ages) > DELAY_PATIENCE_MS;
}

function since(row: ConnectionSummary, at: Instant): number {
  return instantToMs(row.now) - instantToMs(at);
}

function show(instant: Instant | null): string | null {
  return instant === null ? null : showInstant(instant);
}
