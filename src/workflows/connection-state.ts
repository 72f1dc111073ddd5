import { countFailure, isTerminal, noFailures, retryDelayMs, type SyncFailure } from './failures.js';
import type { ConnectionState, FailureRecord, Policy, RowStatus, Standing, SyncEnd } from './standing.js';

export type ConnectionEvent =
  | { readonly type: 'syncNow' | 'addApp' | 'disconnect' }
  | { readonly type: 'reconnect'; readonly nowMs: number }
  | { readonly type: 'timerFired' }
  | {
      readonly type: 'syncEnded';
      readonly end: SyncEnd;
      readonly nowMs: number;
      readonly delayMs: number;
      readonly policy?: Policy;
    }
  | { readonly type: 'syncFailed'; readonly failure: SyncFailure; readonly nowMs: number; readonly policy?: Policy }
  | { readonly type: 'syncStopped' }
  | { readonly type: 'failureRecorded'; readonly held: boolean; readonly nowMs: number }
  | {
      readonly type: 'stopConfirmed';
      readonly nowMs: number;
      readonly answer: 'disconnected' | 'revived' | { readonly leasedForMs: number };
    }
  | { readonly type: 'rowRead'; readonly status: RowStatus };

/** Until the first answer says otherwise. */
const DEFAULT_POLICY: Policy = { intervalMs: 4 * 60_000, failureLimit: 5 };
const INTERRUPTED_DELAY_MS = 10_000;

const syncDue: Standing = { name: 'syncing', step: 'waiting', untilMs: 0, head: true };
const confirming: Standing = { name: 'disconnecting', step: 'confirming', revived: false };

export function initialState(nowMs: number): ConnectionState {
  return { standing: syncDue, failures: noFailures, steadySinceMs: nowMs, policy: DEFAULT_POLICY };
}

/**
 * What a connection does next. Pure and total: no clock, no I/O, no Temporal; an event that means nothing in a state
 * changes nothing. The table in docs/architecture.md is printed from here.
 */
export function next(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  const known = 'policy' in event ? { ...state, policy: event.policy } : state;
  // The token was replaced or the owner asked to try again: whatever failed before belongs to the past.
  const fresh = event.type === 'reconnect' ? { ...known, failures: noFailures, steadySinceMs: event.nowMs } : known;
  const { standing } = fresh;
  switch (standing.name) {
    case 'syncing':
      return whileSyncing(fresh, standing, event);
    case 'idle':
      return stand(fresh, whileIdle(standing, event));
    case 'error':
      return stand(fresh, whileInError(standing, event));
    case 'disconnecting':
      return stand(fresh, whileDisconnecting(standing, event));
    case 'disconnected':
      return stand(fresh, whileDisconnected(standing, event));
  }
}

type In<Name extends Standing['name']> = Extract<Standing, { name: Name }>;

function stand(state: ConnectionState, standing: Standing): ConnectionState {
  return standing === state.standing ? state : { ...state, standing };
}

function whileSyncing(state: ConnectionState, standing: In<'syncing'>, event: ConnectionEvent): ConnectionState {
  switch (standing.step) {
    case 'waiting':
      return stand(state, whileSyncDue(standing, event));
    case 'running':
      return whileSyncRuns(state, standing, event);
    case 'stopping':
      if (event.type === 'disconnect') return stand(state, { name: 'disconnecting', step: 'stopping', revived: false });
      return hasStopped(event) ? stand(state, syncDue) : state;
    case 'recording':
      return stand(state, whileRecording(standing, event));
  }
}

function whileSyncDue(standing: In<'syncing'> & { step: 'waiting' }, event: ConnectionEvent): Standing {
  switch (event.type) {
    case 'timerFired':
      return { name: 'syncing', step: 'running', head: standing.head, again: false };
    case 'syncNow':
    case 'addApp':
      return standing.head ? standing : { ...standing, head: true }; // a wait that Shopify asked for binds; the sync after it begins with the head
    case 'reconnect':
      return syncDue;
    case 'disconnect':
      return confirming;
    default:
      return standing;
  }
}

function whileSyncRuns(
  state: ConnectionState,
  standing: In<'syncing'> & { step: 'running' },
  event: ConnectionEvent,
): ConnectionState {
  switch (event.type) {
    case 'syncNow':
    case 'addApp':
      return stand(state, { ...standing, again: true });
    case 'reconnect':
      return stand(state, { name: 'syncing', step: 'stopping' });
    case 'disconnect':
      return stand(state, { name: 'disconnecting', step: 'stopping', revived: false });
    case 'syncEnded':
      return afterSync(state, standing.again, event);
    case 'syncFailed':
      return afterFailure(state, standing.again, event);
    case 'syncStopped':
      return stand(state, syncDue);
    default:
      return state;
  }
}

function afterSync(
  state: ConnectionState,
  again: boolean,
  { end, nowMs, delayMs }: ConnectionEvent & { type: 'syncEnded' },
): ConnectionState {
  const steady = { ...state, failures: noFailures, steadySinceMs: nowMs };
  switch (end.outcome) {
    case 'ok':
      return stand(steady, again ? syncDue : { name: 'idle', untilMs: nowMs + delayMs });
    case 'more': {
      const head = again || end.head === true;
      return stand(steady, { name: 'syncing', step: 'waiting', untilMs: nowMs + end.waitMs, head });
    }
    case 'interrupted':
      return stand(state, { name: 'syncing', step: 'waiting', untilMs: nowMs + INTERRUPTED_DELAY_MS, head: true });
    case 'superseded':
      return stand(state, syncDue);
    case 'disconnecting':
    case 'error':
    case 'gone':
      return stand(state, followRow(end.outcome));
  }
}

function afterFailure(
  state: ConnectionState,
  again: boolean,
  { failure, nowMs }: ConnectionEvent & { type: 'syncFailed' },
): ConnectionState {
  const failures = countFailure(state.failures, failure);
  const record: FailureRecord = {
    failure,
    consecutiveFailures: failures.ofKind,
    terminal: isTerminal(failures, nowMs - state.steadySinceMs, state.policy.failureLimit),
    delayMs: retryDelayMs(failures, state.policy.intervalMs),
  };
  const then = again ? 'syncAgain' : 'carryOn';
  return { ...state, failures, standing: { name: 'syncing', step: 'recording', record, then } };
}

function whileRecording(standing: In<'syncing'> & { step: 'recording' }, event: ConnectionEvent): Standing {
  switch (event.type) {
    case 'disconnect':
    case 'reconnect':
      return { ...standing, then: event.type };
    case 'syncNow':
    case 'addApp':
      return standing.then === 'carryOn' ? { ...standing, then: 'syncAgain' } : standing;
    case 'failureRecorded':
      return afterRecord(standing, event);
    default:
      return standing;
  }
}

function afterRecord(
  { record, then }: In<'syncing'> & { step: 'recording' },
  { held, nowMs }: ConnectionEvent & { type: 'failureRecorded' },
): Standing {
  if (then === 'disconnect') return confirming;
  if (then === 'reconnect' || !held) return syncDue;
  if (record.terminal) return { name: 'error', step: 'resting' };
  return then === 'syncAgain' ? syncDue : { name: 'idle', untilMs: nowMs + record.delayMs };
}

function whileIdle(standing: In<'idle'>, event: ConnectionEvent): Standing {
  switch (event.type) {
    case 'timerFired':
    case 'syncNow':
    case 'addApp':
    case 'reconnect':
      return syncDue;
    case 'disconnect':
      return confirming;
    default:
      return standing;
  }
}

function whileInError(standing: In<'error'>, event: ConnectionEvent): Standing {
  switch (event.type) {
    case 'reconnect':
      return syncDue;
    case 'disconnect':
      return confirming;
    case 'timerFired':
      return { name: 'error', step: 'reading' };
    case 'rowRead':
      return standing.step === 'reading' ? followRow(event.status) : standing;
    default:
      return standing;
  }
}

function whileDisconnecting(standing: In<'disconnecting'>, event: ConnectionEvent): Standing {
  if (event.type === 'reconnect') return { ...standing, revived: true };
  if (event.type === 'disconnect') return { ...standing, revived: false };
  switch (standing.step) {
    case 'stopping':
      return hasStopped(event) ? (standing.revived ? syncDue : confirming) : standing;
    case 'waiting':
      return event.type === 'timerFired' ? (standing.revived ? syncDue : confirming) : standing;
    case 'confirming':
      return event.type === 'stopConfirmed' ? afterConfirm(standing.revived, event) : standing;
  }
}

function afterConfirm(revived: boolean, { answer, nowMs }: ConnectionEvent & { type: 'stopConfirmed' }): Standing {
  if (answer === 'revived' || (revived && answer === 'disconnected')) return syncDue;
  if (answer === 'disconnected') return { name: 'disconnected', step: 'reading' };
  return { name: 'disconnecting', step: 'waiting', untilMs: nowMs + answer.leasedForMs, revived };
}

function whileDisconnected(standing: In<'disconnected'>, event: ConnectionEvent): Standing {
  if (event.type === 'reconnect') return syncDue;
  if (event.type !== 'rowRead' || standing.step === 'over') return standing;
  if (event.status === 'disconnected' || event.status === 'gone') return { name: 'disconnected', step: 'over' };
  return followRow(event.status);
}

function followRow(status: RowStatus): Standing {
  switch (status) {
    case 'connected':
      return syncDue;
    case 'error':
      return { name: 'error', step: 'resting' };
    case 'disconnecting':
      return confirming;
    case 'disconnected':
    case 'gone':
      return { name: 'disconnected', step: 'reading' };
  }
}

/** However a cancelled sync ended, it runs no more. */
function hasStopped(event: ConnectionEvent): boolean {
  return event.type === 'syncStopped' || event.type === 'syncEnded' || event.type === 'syncFailed';
}
