import { type ConnectionFacts, GONE, type StandingFailure } from '../../contract/connection-facts.js';
import type { ConnectionHealth } from '../../contract/connection-health.js';
import { initialState } from './connection-state.js';
import { currentDetails } from './current-details.js';
import type { WorkflowStanding } from './standing.js';

const identity = {
  version: 1,
  organizationId: 'org_demo',
  connectionId: 'c',
  partnerOrganizationId: '1234567',
} as const;
const untilMs = Date.UTC(2026, 10, 29, 12, 4);
const idle: WorkflowStanding = { name: 'idle', untilMs };
const sync = { head: true, asked: false };
const well: ConnectionFacts = {
  ...GONE,
  status: 'connected',
  connectedAt: '2026-11-01T08:00:00Z',
  succeededAt: '2026-11-29T12:00:00.123456Z',
  lastSyncedAt: '2026-11-29T11:59:59Z',
  dataThrough: '2026-11-29T11:41:06Z',
};
const refused: StandingFailure = {
  kind: 'credential',
  code: 'token_rejected',
  since: '2026-11-29T11:52:00Z',
  reference: 'a1b2c3d4',
  consecutiveFailures: 2,
};

function details(health: ConnectionHealth | null, standing: WorkflowStanding, facts: Partial<ConnectionFacts> | null) {
  return currentDetails(identity, { ...initialState(), standing, facts: facts && { ...well, ...facts } }, health);
}

test('of a connection that is well', () => {
  expect(details('ok', idle, {})).toBe(
    [
      '**OK**',
      '',
      'Partner organization 1234567, Convot organization org_demo',
      '',
      '| | |',
      '|---|---|',
      '| next | syncs with each attempt of its pending activity, from 2026-11-29 12:04:00 UTC on |',
      '| last success | 2026-11-29 12:00:00 UTC |',
      '| newest record | 2026-11-29 11:41:06 UTC |',
      '| first sync | whole |',
      '',
      'One sync about every 240 s.',
    ].join('\n'),
  );
});

test('of a first sync: how far it is', () => {
  const firstSync = { rows: 12_345, completeBackTo: '2025-03-01T00:00:00Z' };
  const running: WorkflowStanding = {
    name: 'syncing',
    step: 'running',
    sync: { head: false, asked: false },
    again: false,
  };
  expect(details('first_sync', running, { firstSync })).toContain(
    '| next | a sync is running, going on where the last one stopped |',
  );
  expect(details('first_sync', running, { firstSync })).toContain(
    '| first sync | 12345 rows, complete back to 2025-03-01 00:00:00 UTC |',
  );
  const begun = details('first_sync', running, {
    firstSync: { rows: 0, completeBackTo: null },
    succeededAt: null,
    dataThrough: null,
  });
  expect(begun).toContain('| first sync | 0 rows, not complete back to any day yet |');
  expect(begun).toContain('| last success | none yet |');
  expect(begun).toContain('| newest record | none yet |');
});

test('of one that fails: since when, where to look, when it is tried again and when it stops', () => {
  const text = details('failing', idle, { failure: refused });
  expect(text).toContain('**Failing**');
  expect(text).toContain(
    '| failure | `token_rejected`, 2 of 5 in a row, since 2026-11-29 11:52:00 UTC, reference `a1b2c3d4` in the log |',
  );
  expect(text).toContain(
    '| next | tries again at 2026-11-29 12:04:00 UTC; after 3 more in a row it stops until it is reconnected |',
  );
  const outage = details('stale', idle, { failure: { ...refused, kind: 'other', code: 'shopify_unavailable' } });
  expect(outage).toContain('**Stale**');
  expect(outage).toContain('`shopify_unavailable`, 2 in a row');
  expect(outage).toContain('the wait grows to half an hour, and after a day without success it stops');
});

test.each<[string, ConnectionHealth | null, WorkflowStanding, string]>([
  ['a run that begins', null, { name: 'syncing', step: 'waiting', untilMs: 0, sync }, 'a sync begins now'],
  [
    'throttled',
    'throttled',
    { name: 'syncing', step: 'waiting', untilMs, sync },
    'the sync goes on at 2026-11-29 12:04:00 UTC',
  ],
  ['syncing', 'ok', { name: 'syncing', step: 'running', sync, again: false }, 'a sync is running, newest rows first'],
  ['revived', 'ok', { name: 'syncing', step: 'stopping' }, 'syncs anew once the running sync has stopped'],
  [
    'recording',
    'ok',
    {
      name: 'syncing',
      step: 'recording',
      failure: { ...refused, permission: null, reference: 'r', generation: 1 },
      asked: false,
      then: 'carryOn',
    },
    'writes the failure `token_rejected` to the row',
  ],
  ['paused', 'paused', { name: 'paused', step: 'resting' }, 'nothing until an operator resumes it'],
  ['error', 'stopped', { name: 'error', step: 'resting' }, 'nothing until the connection is reconnected'],
  [
    'disconnecting',
    'stopped',
    { name: 'disconnecting', step: 'stopping', revived: false },
    'is disconnected once the running sync has stopped',
  ],
  [
    'confirming',
    'stopped',
    { name: 'disconnecting', step: 'confirming', revived: false },
    'is disconnected once no request can be under way',
  ],
  [
    'leased',
    'stopped',
    { name: 'disconnecting', step: 'waiting', untilMs, revived: false },
    'is disconnected at 2026-11-29 12:04:00 UTC',
  ],
  [
    'disconnected',
    'stopped',
    { name: 'disconnected', step: 'reading' },
    'this run ends; connecting again starts another',
  ],
])('the next step: %s', (_, health, standing, expected) => {
  expect(details(health, standing, null)).toContain(`| next | ${expected}`);
});

test('what has stopped says why, and a disconnected one no failure', () => {
  const error = details('stopped', { name: 'error', step: 'resting' }, { failure: refused });
  expect(error).toContain('**Stopped: error**');
  expect(error).toContain('| failure | `token_rejected`');
  const disconnected = details('stopped', { name: 'disconnected', step: 'reading' }, { failure: refused });
  expect(disconnected).toContain('**Stopped: disconnected**');
  expect(disconnected).not.toContain('token_rejected');
  expect(details('stopped', idle, { status: 'error', failure: refused })).toContain('**Stopped: error**');
});
