import type { Policy } from '../../contract/connection-activities.js';
import { confirming, syncAgain, syncAsked, syncDue } from './common-standings.js';
import type { ConnectionEvent } from './connection-event.js';
import { learn } from './learn.js';
import type { ConnectionState, In, WorkflowStanding } from './standing.js';
import {
  followRow,
  hasStopped,
  isPaused,
  whileDisconnected,
  whileDisconnecting,
  whileIdle,
  whileInError,
  whilePaused,
} from './while-not-syncing.js';

/** Until the first answer says otherwise. */
const DEFAULT_POLICY: Policy = { intervalMs: 4 * 60_000, failureLimit: 5 };
const INTERRUPTED_DELAY_MS = 10_000;

export function initialState(): ConnectionState {
  return { standing: syncAsked, facts: null, factsAtMs: 0, policy: DEFAULT_POLICY, isFirstWait: true };
}

/**
 * What a connection does next. Pure and total: no clock, no I/O, no Temporal; an event that means nothing in a state
 * changes nothing. The table in docs/architecture.md is printed from here.
 */
export function next(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  const known = learn(state, event);
  const { standing } = known;
  switch (standing.name) {
    case 'syncing':
      return whileSyncing(known, standing, event);
    case 'idle':
      return event.type === 'syncEnded' || event.type === 'syncFailed'
        ? whileSyncRuns(known, idleSync, event)
        : stand(known, whileIdle(standing, event));
    case 'paused':
      return stand(known, whilePaused(standing, event));
    case 'error':
      return stand(known, whileInError(standing, event));
    case 'disconnecting':
      return stand(known, whileDisconnecting(standing, event));
    case 'disconnected':
      return stand(known, whileDisconnected(standing, event));
  }
}

/** What runs while a connection is idle. */
const idleSync: In<'syncing'> & { step: 'running' } = {
  name: 'syncing',
  step: 'running',
  sync: { head: true, asked: false },
  again: false,
};

function stand(state: ConnectionState, standing: WorkflowStanding): ConnectionState {
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
      return hasStopped(event) ? stand(state, syncAsked) : state;
    case 'recording':
      return whileRecording(state, standing, event);
  }
}

function whileSyncDue(standing: In<'syncing'> & { step: 'waiting' }, event: ConnectionEvent): WorkflowStanding {
  const { sync } = standing;
  switch (event.type) {
    case 'timerFired':
      return { name: 'syncing', step: 'running', sync, again: false };
    case 'syncNow':
    case 'addApp':
      return sync.head ? standing : { ...standing, sync: { ...sync, head: true } }; // a wait that Shopify asked for binds; the sync after it begins with the head
    case 'reconnect':
      return standing.untilMs > 0 ? syncAsked : standing;
    case 'disconnect':
      return confirming;
    case 'rowRead':
      // Once more: a nudge may have come while it was read.
      return isPaused(event.facts) ? { name: 'paused', step: 'reading' } : standing;
    default:
      return standing;
  }
}

function whileSyncRuns(
  state: ConnectionState,
  standing: In<'syncing'> & { step: 'running' },
  event: ConnectionEvent,
): ConnectionState {
  const { sync, again } = standing;
  switch (event.type) {
    case 'syncNow':
    case 'addApp':
      return stand(state, { ...standing, again: true });
    case 'reconnect':
      return stand(state, { name: 'syncing', step: 'stopping' });
    case 'disconnect':
      return stand(state, { name: 'disconnecting', step: 'stopping', revived: false });
    case 'syncEnded':
      return afterSync(state, standing, event);
    case 'syncFailed':
      return stand(state, {
        name: 'syncing',
        step: 'recording',
        failure: event.failure,
        asked: sync.asked,
        then: again ? 'syncAgain' : 'carryOn',
      });
    case 'syncStopped':
      return stand(state, syncAgain);
    default:
      return state;
  }
}

function afterSync(
  state: ConnectionState,
  { sync, again }: In<'syncing'> & { step: 'running' },
  { end, nowMs, delayMs }: ConnectionEvent & { type: 'syncEnded' },
): ConnectionState {
  switch (end.outcome) {
    case 'ok':
      return stand({ ...state, isFirstWait: false }, again ? syncAsked : { name: 'idle', untilMs: nowMs + delayMs });
    case 'more': {
      const head = again || end.head === true;
      return stand(state, syncDue({ head, asked: again }, nowMs + end.waitMs));
    }
    case 'interrupted':
      return stand(state, syncDue({ ...sync, head: true }, nowMs + INTERRUPTED_DELAY_MS));
    case 'superseded':
      return stand(state, syncAsked);
    case 'paused':
      return stand(state, { name: 'paused', step: 'reading' });
    case 'disconnecting':
    case 'error':
    case 'gone':
      return stand(state, followRow({ status: end.outcome }));
  }
}

function whileRecording(
  state: ConnectionState,
  standing: In<'syncing'> & { step: 'recording' },
  event: ConnectionEvent,
): ConnectionState {
  switch (event.type) {
    case 'disconnect':
    case 'reconnect':
      return stand(state, { ...standing, then: event.type });
    case 'syncNow':
    case 'addApp':
      return standing.then === 'carryOn' ? stand(state, { ...standing, then: 'syncAgain' }) : state;
    case 'failureRecorded':
      return afterRecord(state, standing, event);
    default:
      return state;
  }
}

function afterRecord(
  state: ConnectionState,
  { then }: In<'syncing'> & { step: 'recording' },
  { recorded, nowMs }: ConnectionEvent & { type: 'failureRecorded' },
): ConnectionState {
  if (then === 'disconnect') return stand(state, confirming);
  if (recorded === null || then === 'reconnect') return stand({ ...state, facts: null }, syncAsked);
  const { terminal, delayMs } = recorded.verdict;
  if (terminal) return stand(state, { name: 'error', step: 'resting' });
  return stand(state, then === 'syncAgain' ? syncAsked : { name: 'idle', untilMs: nowMs + delayMs });
}
