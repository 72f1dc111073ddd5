import { pageState, stateOf } from './connection-state.js';
import { connectionWith, failure, warning } from './test-connection.js';

const neverSynced = { startedAt: null, backfilled: false, rows: 0 };

test.each([
  ['just connected', connectionWith({ progress: neverSynced }), 'connecting'],
  ['its first sync', connectionWith({ phase: 'backfilling', progress: { backfilled: false } }), 'syncing'],
  ['between two steps of its first sync', connectionWith({ progress: { backfilled: false } }), 'syncing'],
  ['a sync', connectionWith({ phase: 'syncing' }), 'syncing'],
  ['Shopify asked to slow down', connectionWith({ phase: 'waiting' }), 'syncing'],
  ['all is well', connectionWith(), 'connected'],
  ['some rows were set aside', connectionWith({ warnings: [warning('rows_quarantined')] }), 'connected'],
  ['the token was refused once', connectionWith({ error: failure('token_rejected') }), 'needs_attention'],
  [
    'refused, and tried again',
    connectionWith({ phase: 'syncing', error: failure('token_rejected') }),
    'needs_attention',
  ],
  [
    'refused before anything was synced',
    connectionWith({ progress: neverSynced, error: failure('token_rejected') }),
    'needs_attention',
  ],
  [
    'refused with everybody',
    connectionWith({ error: failure('token_rejected'), warnings: [warning('refusing_everybody')] }),
    'connected',
  ],
  [
    'refused with everybody for long',
    connectionWith({
      error: failure('token_rejected'),
      warnings: [warning('delayed'), warning('refusing_everybody')],
    }),
    'needs_attention',
  ],
  ['a failure of ours', connectionWith({ error: failure('internal') }), 'needs_attention'],
  ['Shopify is away', connectionWith({ error: failure('shopify_unavailable') }), 'connected'],
  [
    'away for long',
    connectionWith({ error: failure('shopify_unavailable'), warnings: [warning('delayed')] }),
    'needs_attention',
  ],
  ['nothing failed, but nothing comes', connectionWith({ warnings: [warning('stale')] }), 'needs_attention'],
  ['operators have paused it', connectionWith({ phase: 'paused', nextSyncAt: null }), 'paused'],
  [
    'paused before its first sync, after a failure',
    connectionWith({ phase: 'paused', progress: neverSynced, error: failure('token_rejected') }),
    'paused',
  ],
  ['stopped', connectionWith({ status: 'error', phase: 'stopped', error: failure('token_rejected') }), 'error'],
  ['being disconnected', connectionWith({ status: 'disconnecting', phase: 'stopped' }), 'disconnecting'],
  ['disconnected', connectionWith({ status: 'disconnected', phase: 'stopped' }), 'disconnected'],
])('%s', (_, connection, expected) => {
  expect(stateOf(connection)).toBe(expected);
});

test.each([
  [[], 'not_connected'],
  [['disconnected'], 'disconnected'],
  [['disconnected', 'connected'], 'connected'],
  [['connected', 'error', 'syncing'], 'error'],
  [['syncing', 'needs_attention'], 'needs_attention'],
  [['connected', 'paused', 'syncing'], 'paused'],
] as const)('a page of %j is %s', (states, expected) => {
  expect(pageState(states)).toBe(expected);
});
