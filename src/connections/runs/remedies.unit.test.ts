import { type LateConnection, remedyFor, restartsAllowed } from './remedies.js';

const MINUTE = 60_000;
const late: LateConnection = { status: 'connected', overdueMs: MINUTE, nudges: 1, taskAttempts: 0, hasActivity: false };

test.each<[string, Partial<LateConnection>, ReturnType<typeof remedyFor>]>([
  ['late', {}, 'syncNow'],
  ['late for the fifth time', { nudges: 5 }, 'syncNow'],
  ['long overdue', { overdueMs: 10 * MINUTE }, 'syncNow'],
  ['late, its sync waiting for a worker', { hasActivity: true }, 'patience'],
  ['long overdue, its sync waiting for a worker', { overdueMs: 60 * MINUTE, nudges: 9, hasActivity: true }, 'patience'],
  ['long overdue, nudged once', { overdueMs: 20 * MINUTE, nudges: 2 }, 'reconnect'],
  ['long overdue, nudged twice', { overdueMs: 20 * MINUTE, nudges: 3 }, 'restart'],
  ['with a task that timed out', { taskAttempts: 2 }, 'syncNow'],
  ['with a task that fails again and again', { taskAttempts: 3 }, 'restart'],
  ['disconnecting', { status: 'disconnecting' }, 'disconnect'],
  ['disconnecting, its sync waiting for a worker', { status: 'disconnecting', hasActivity: true }, 'disconnect'],
  [
    'disconnecting, long overdue, nudged in vain',
    { status: 'disconnecting', overdueMs: 60 * MINUTE, nudges: 3 },
    'restart',
  ],
  ['disconnecting, with a failing task', { status: 'disconnecting', taskAttempts: 9 }, 'restart'],
])('one that is %s', (_, facts, remedy) => {
  expect(remedyFor({ ...late, ...facts })).toBe(remedy);
});

test('in an outage runs are started anew one at a time, and faster as the others get on', () => {
  expect([0, 1, 19, 40, 400, 500, 10_000].map(restartsAllowed)).toEqual([1, 1, 1, 2, 20, 25, 25]);
});
