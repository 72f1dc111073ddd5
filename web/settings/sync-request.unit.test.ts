import { isAnswered } from './sync-request.js';
import { connectionWith, failure, warning } from './test-connection.js';

const before = connectionWith();
const later = '2026-11-24T10:01:00Z';

test.each([
  ['nothing seen yet', connectionWith(), false],
  ['it runs', connectionWith({ phase: 'syncing' }), false],
  ['it has scanned, and goes on', connectionWith({ phase: 'syncing', lastSyncedAt: later }), false],
  ['it is over', connectionWith({ lastSyncedAt: later }), true],
  ['it failed', connectionWith({ consecutiveFailures: 1, error: failure('internal') }), true],
  ['it does not start', connectionWith({ warnings: [warning('waiting_to_start')] }), true],
  ['somebody disconnected', connectionWith({ status: 'disconnecting', phase: 'stopped' }), true],
])('%s: %s', (_, now, expected) => {
  expect(isAnswered(before, now)).toBe(expected);
});
