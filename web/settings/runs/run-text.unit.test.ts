import type { Run } from '../../shared/api/types.js';
import { connectionWith } from '../connection/test-connection.js';
import { runErrorText, runFacts, runReason, runTime, shownRuns } from './run-text.js';

const run = (changes: Partial<Run> = {}): Run => ({
  id: 'run-1',
  startedAt: '2026-11-24T10:00:00Z',
  endedAt: '2026-11-24T10:00:05Z',
  kind: 'backfill',
  outcome: 'ok',
  requests: 14,
  rows: 7_347,
  newRows: 6_663,
  error: null,
  ...changes,
});

test.each([
  ['one that ended', run(), ['History', '5 seconds', '7,347 records read, 6,663 new']],
  ['one that runs', run({ endedAt: null, outcome: null }), ['History', '7,347 records read, 6,663 new']],
  [
    'a short one',
    run({ kind: 'head', endedAt: '2026-11-24T10:00:00.200Z', rows: 1, newRows: 0 }),
    ['Newest records', 'under a second', '1 record read, 0 new'],
  ],
])('%s', (_, told, expected) => {
  expect(runFacts(told)).toEqual(expected);
});

test('an error that is not known yet is ours', () => {
  expect(runErrorText('shopify_unavailable')).toBe('Shopify did not respond.');
  expect(runErrorText('earthquake')).toBe('Something went wrong on our side.');
});

const open = run({ endedAt: null, outcome: null });
test.each([
  ['runs', connectionWith({ phase: 'syncing' }), ['running', 'cut_off', 'ok']],
  ['waits for Shopify', connectionWith({ phase: 'waiting' }), ['waiting', 'cut_off', 'ok']],
  ['rests', connectionWith(), ['cut_off', 'cut_off', 'ok']],
  ['is disconnected', connectionWith({ status: 'disconnected', phase: 'stopped' }), ['cut_off', 'cut_off', 'ok']],
])('of a connection that %s only the newest can be under way', (_, connection, expected) => {
  expect(shownRuns([open, open, run()], connection).map(({ outcome }) => outcome)).toEqual(expected);
});

test('the reason is the error’s, or the outcome’s where that needs one', () => {
  expect(runReason(run({ error: 'token_rejected' }), 'failed')).toBe('Shopify did not accept the token.');
  expect(runReason(run(), 'ok')).toBeNull();
  expect(runReason(run(), 'cancelled')).toContain('disconnected or reconnected');
});

test('today it is the time of the clock, before that the day, too', () => {
  const startedAt = new Date(2026, 10, 24, 14, 32).toISOString();
  expect(runTime(run({ startedAt }), new Date(2026, 10, 24, 23).getTime())).toMatch(/^2:32\sPM$/);
  expect(runTime(run({ startedAt }), new Date(2026, 10, 25, 1).getTime())).toMatch(/^Nov 24, 2026, 2:32\sPM$/);
});
