import { connectionWith, failure, warning } from '../connection/test-connection.js';
import { stageOf } from './sync-request.js';

const before = connectionWith();
const later = '2026-11-24T10:01:00Z';

test.each([
  ['nothing seen yet', connectionWith(), 'awaited'],
  ['it runs', connectionWith({ phase: 'syncing' }), 'awaited'],
  ['it has scanned, and goes on', connectionWith({ phase: 'syncing', lastSyncedAt: later }), 'awaited'],
  ['it is done', connectionWith({ lastSyncedAt: later }), 'finished'],
  ['it failed', connectionWith({ consecutiveFailures: 1, error: failure('internal') }), 'over'],
  ['it does not start', connectionWith({ warnings: [warning('waiting_to_start')] }), 'over'],
  ['operators have paused it', connectionWith({ phase: 'paused' }), 'over'],
  ['somebody disconnected', connectionWith({ status: 'disconnecting', phase: 'stopped' }), 'over'],
  [
    'it was done when somebody disconnected',
    connectionWith({ status: 'disconnected', phase: 'stopped', lastSyncedAt: later }),
    'over',
  ],
])('%s: %s', (_, now, expected) => {
  expect(stageOf({ [before.id]: before }, now)).toBe(expected);
  expect(stageOf({}, now)).toBe('none');
});
