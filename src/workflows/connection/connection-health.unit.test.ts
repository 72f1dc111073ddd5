import { type ConnectionFacts, GONE, type StandingFailure } from '../../contract/connection-facts.js';
import { connectionHealth } from './connection-health.js';
import { initialState } from './connection-state.js';
import type { WorkflowStanding } from './standing.js';

const NOW_MS = Date.UTC(2026, 10, 29, 12);
const policy = { intervalMs: 240_000, failureLimit: 5 };
const ago = (seconds: number) => new Date(NOW_MS - seconds * 1000).toISOString();
const inAMinute = ago(-60);

const failure: StandingFailure = {
  kind: 'other',
  code: 'shopify_unavailable',
  since: ago(10),
  reference: 'r',
  consecutiveFailures: 1,
};
const firstSync = { rows: 100, completeBackTo: null };
const idle: WorkflowStanding = { name: 'idle', untilMs: NOW_MS + 1_000 };
const sync = { head: true, asked: false };
const well: ConnectionFacts = {
  ...GONE,
  status: 'connected',
  connectedAt: ago(86_400),
  succeededAt: ago(240),
  lastSyncedAt: ago(240),
};

function health(facts: Partial<ConnectionFacts> | null, standing = idle, intervalMs = policy.intervalMs) {
  const state = { ...initialState(), standing, policy: { ...policy, intervalMs } };
  return connectionHealth({ ...state, facts: facts && { ...well, ...facts }, factsAtMs: NOW_MS });
}

test.each<[string, Partial<ConnectionFacts>, string]>([
  ['synced an interval ago', {}, 'ok'],
  ['synced just within two intervals', { lastSyncedAt: ago(480) }, 'ok'],
  ['no whole sync for more than two intervals', { lastSyncedAt: ago(481) }, 'stale'],
  ['the same, though syncs get on', { lastSyncedAt: ago(481), succeededAt: ago(1) }, 'stale'],
  ['the same, connected anew', { lastSyncedAt: ago(481), connectedAt: ago(10) }, 'ok'],
  ['connected, and nothing synced yet', { lastSyncedAt: null, connectedAt: ago(10), firstSync }, 'first_sync'],
  ['first sync that gets on', { lastSyncedAt: ago(3_600), succeededAt: ago(20), firstSync }, 'first_sync'],
  ['first sync that does not', { succeededAt: ago(481), firstSync }, 'stale'],
  ['first sync that never began', { succeededAt: null, lastSyncedAt: null, connectedAt: ago(481), firstSync }, 'stale'],
  ['failing', { failure }, 'failing'],
  ['first sync that fails', { failure, firstSync }, 'failing'],
  ['failing for two intervals', { failure, lastSyncedAt: ago(481) }, 'failing'],
  ['failing for half an hour', { failure, lastSyncedAt: ago(1_800) }, 'failing'],
  ['failing for longer', { failure, lastSyncedAt: ago(1_801) }, 'stale'],
  ['Shopify asked for patience', { waitingUntil: inAMinute }, 'throttled'],
  ['the same while the first sync is under way', { waitingUntil: inAMinute, firstSync }, 'throttled'],
  ['the same after a failure', { waitingUntil: inAMinute, failure }, 'throttled'],
  ['patience that is over', { waitingUntil: ago(1) }, 'ok'],
  ['operators have paused it', { paused: true }, 'paused'],
  [
    'the same, long ago, failing and throttled',
    { paused: true, failure, waitingUntil: inAMinute, lastSyncedAt: null },
    'paused',
  ],
  ['the row says error, paused', { status: 'error', paused: true }, 'stopped'],
  ['the row says error', { status: 'error', failure }, 'stopped'],
  ['the row says disconnecting', { status: 'disconnecting' }, 'stopped'],
  ['the row says disconnected', { status: 'disconnected' }, 'stopped'],
  ['the row is gone', GONE, 'stopped'],
])('%s', (_, facts, expected) => {
  expect(health(facts)).toBe(expected);
});

test.each<WorkflowStanding>([
  { name: 'error', step: 'resting' },
  { name: 'error', step: 'reading' },
  { name: 'disconnecting', step: 'confirming', revived: false },
  { name: 'disconnecting', step: 'waiting', untilMs: 0, revived: false },
  { name: 'disconnected', step: 'reading' },
  { name: 'disconnected', step: 'over' },
])('stopped while $name, $step, whatever the rows say', (standing) => {
  expect(health({ waitingUntil: inAMinute, failure }, standing)).toBe('stopped');
  expect(health(null, standing)).toBe('stopped');
});

test.each<WorkflowStanding>([
  { name: 'syncing', step: 'waiting', untilMs: 0, sync },
  { name: 'syncing', step: 'running', sync, again: false },
  { name: 'syncing', step: 'stopping' },
])('what the rows say holds while $name, $step', (standing) => {
  expect(health({}, standing)).toBe('ok');
  expect(health({ failure }, standing)).toBe('failing');
});

test('paused while it rests, and while it reads the row again', () => {
  expect(health({ paused: true }, { name: 'paused', step: 'resting' })).toBe('paused');
  expect(health({ paused: true }, { name: 'paused', step: 'reading' })).toBe('paused');
  expect(health(null, { name: 'paused', step: 'reading' })).toBeNull();
});

test('as it was when the rows said so, however long ago that is', () => {
  const state = { ...initialState(), standing: idle, policy, facts: well };
  expect(connectionHealth({ ...state, factsAtMs: NOW_MS })).toBe('ok');
  expect(connectionHealth({ ...state, factsAtMs: NOW_MS + 3_600_000 })).toBe('stale');
});

test('nothing is said before the rows were read', () => {
  expect(health(null)).toBeNull();
});

test('with an interval of seconds a busy machine is not called late', () => {
  expect(health({ lastSyncedAt: ago(119) }, idle, 1_000)).toBe('ok');
  expect(health({ lastSyncedAt: ago(121) }, idle, 1_000)).toBe('stale');
});
