import { isAwaited } from './sync-request.js';
import { connectionWith, failure, warning } from './test-connection.js';

const before = connectionWith();
const later = '2026-11-24T10:01:00Z';

test.each([
  ['nothing seen yet', connectionWith(), true],
  ['it runs', connectionWith({ phase: 'syncing' }), true],
  ['it has scanned, and goes on', connectionWith({ phase: 'syncing', lastSyncedAt: later }), true],
  ['it is over', connectionWith({ lastSyncedAt: later }), false],
  ['it failed', connectionWith({ consecutiveFailures: 1, error: failure('internal') }), false],
  ['it does not start', connectionWith({ warnings: [warning('waiting_to_start')] }), false],
  ['somebody disconnected', connectionWith({ status: 'disconnecting', phase: 'stopped' }), false],
])('%s: %s', (_, now, expected) => {
  expect(isAwaited({ [before.id]: before }, now)).toBe(expected);
  expect(isAwaited({}, now)).toBe(false);
});
