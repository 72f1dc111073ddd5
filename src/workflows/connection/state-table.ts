import type { SyncFailure } from '../../contract/connection-activities.js';
import { GONE } from '../../contract/connection-facts.js';
import type { ConnectionEvent } from './connection-event.js';
import { initialState, next } from './connection-state.js';
import type { ConnectionState, NextSync, WorkflowStanding } from './standing.js';

const HOUR_MS = 3_600_000;
const policy = { intervalMs: 240_000, failureLimit: 1 };
const failure: SyncFailure = {
  kind: 'credential',
  code: 'token_rejected',
  permission: null,
  reference: '',
  generation: 1,
};
const verdict = { consecutiveFailures: 1, terminal: false, delayMs: HOUR_MS };
const sync: NextSync = { head: true, asked: false };
const at = { facts: null, nowMs: 0, policy };

const standings: readonly WorkflowStanding[] = [
  { name: 'syncing', step: 'waiting', untilMs: 0, sync },
  { name: 'syncing', step: 'waiting', untilMs: HOUR_MS, sync },
  { name: 'syncing', step: 'running', sync, again: false },
  { name: 'syncing', step: 'running', sync, again: true },
  { name: 'syncing', step: 'stopping' },
  { name: 'syncing', step: 'recording', failure, asked: false, then: 'carryOn' },
  { name: 'idle', untilMs: HOUR_MS },
  { name: 'paused', step: 'resting' },
  { name: 'paused', step: 'reading' },
  { name: 'paused', step: 'readingAgain' },
  { name: 'error', step: 'resting' },
  { name: 'error', step: 'reading' },
  { name: 'disconnecting', step: 'stopping', revived: false },
  { name: 'disconnecting', step: 'confirming', revived: false },
  { name: 'disconnecting', step: 'waiting', untilMs: HOUR_MS, revived: false },
  { name: 'disconnecting', step: 'waiting', untilMs: HOUR_MS, revived: true },
  { name: 'disconnected', step: 'reading' },
];

const events: readonly (readonly [string, ConnectionEvent])[] = [
  ['timer', { type: 'timerFired' }],
  ['`syncNow`, `addApp`', { type: 'syncNow' }],
  ['`disconnect`', { type: 'disconnect' }],
  ['`reconnect`', { type: 'reconnect' }],
  ['ok', { type: 'syncEnded', end: { outcome: 'ok' }, delayMs: HOUR_MS, ...at }],
  ['more', { type: 'syncEnded', end: { outcome: 'more', waitMs: 0 }, delayMs: HOUR_MS, ...at }],
  ['paused', { type: 'syncEnded', end: { outcome: 'paused' }, delayMs: HOUR_MS, ...at }],
  ['failed', { type: 'syncFailed', failure, policy }],
  ['stopped', { type: 'syncStopped' }],
  ['failure recorded', { type: 'failureRecorded', recorded: { verdict, facts: GONE }, nowMs: 0 }],
  [
    'the last one',
    { type: 'failureRecorded', recorded: { verdict: { ...verdict, terminal: true }, facts: GONE }, nowMs: 0 },
  ],
  ['stop confirmed', { type: 'stopConfirmed', answer: 'disconnected', nowMs: 0 }],
  ['row: connected', { type: 'rowRead', facts: { ...GONE, status: 'connected' }, nowMs: 0 }],
  ['row: paused', { type: 'rowRead', facts: { ...GONE, status: 'connected', paused: true }, nowMs: 0 }],
  ['row: disconnected', { type: 'rowRead', facts: { ...GONE, status: 'disconnected' }, nowMs: 0 }],
];

/** The state machine as Markdown: a row a state, a column an event, a dot where nothing changes. Made by running it. */
export function stateTable(): string {
  const head = ['state', ...events.map(([name]) => name)];
  const rows = standings.map((standing) => [
    `**${describe(standing)}**`,
    ...events.map(([, event]) => {
      const state: ConnectionState = { ...initialState(), policy, standing };
      const reached = describe(next(state, event).standing);
      return reached === describe(standing) ? '·' : reached;
    }),
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function describe(standing: WorkflowStanding): string {
  return describeStanding(standing)
    .replace(/ until \d+/, '')
    .replace(/ at \d+/, ' later');
}

/** A standing in a few words, for the printed table and the tests that read like it. */
export function describeStanding(standing: WorkflowStanding): string {
  switch (standing.name) {
    case 'syncing':
      return describeSyncing(standing);
    case 'idle':
      return `idle until ${standing.untilMs}`;
    case 'paused':
      return `paused${standing.step === 'resting' ? '' : ', reading the row'}${standing.step === 'readingAgain' ? ' again' : ''}`;
    case 'error':
      return standing.step === 'reading' ? 'error, reading the row' : 'error';
    case 'disconnecting':
      return `disconnecting, ${standing.step}${standing.revived ? ', revived' : ''}`;
    case 'disconnected':
      return standing.step === 'over' ? 'over' : 'disconnected, reading the row';
  }
}

function describeSyncing(standing: Extract<WorkflowStanding, { name: 'syncing' }>): string {
  switch (standing.step) {
    case 'waiting':
      return `sync due${standing.untilMs > 0 ? ` at ${standing.untilMs}` : ''}${standing.sync.head ? '' : ', going on'}`;
    case 'running':
      return `syncing${standing.again ? ', once more after' : ''}`;
    case 'recording':
      return `recording${afterRecord[standing.then]}`;
    case 'stopping':
      return 'stopping, then syncing';
  }
}

const afterRecord = {
  carryOn: '',
  syncAgain: ', then sync',
  disconnect: ', then disconnect',
  reconnect: ', then reconnect',
};
