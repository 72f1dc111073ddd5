import { connectionWith } from '../connection/test-connection.js';
import { firstSyncText, nextWhileWaitingText, waitingText } from './progress-text.js';

const NOW_MS = Date.parse('2026-11-24T10:00:00Z');
const firstSync = (progress: object) => connectionWith({ progress: { backfilled: false, ...progress } });

test.each([
  ['not begun', { startedAt: null, rows: 0 }, 'Your history is about to be imported.', []],
  [
    'begun',
    { startedAt: '2026-11-24T09:59:58Z', rows: 1, rowsPerSecond: 0.5 },
    '1 record imported so far',
    ['running for 2 seconds'],
  ],
  [
    'well on its way',
    {
      startedAt: '2026-11-24T09:59:20Z',
      rows: 12_430,
      completeBackTo: '2023-03-03T12:00:00Z',
      rowsPerSecond: 310.75,
      estimatedEndAt: '2026-11-24T10:02:00Z',
    },
    '12,430 records imported so far, complete back to Mar 3, 2023',
    ['about 311 a second', 'running for 40 seconds', 'about 2 minutes left'],
  ],
  [
    'the past of an app that was added long after',
    { startedAt: '2026-11-20T10:00:00Z', rows: 6_670, completeBackTo: '2026-10-03T12:00:00Z' },
    '6,670 records imported so far, complete back to Oct 3, 2026',
    [],
  ],
  [
    'later than it was estimated',
    { startedAt: '2026-11-24T09:55:00Z', rows: 2, rowsPerSecond: 0.1, estimatedEndAt: '2026-11-24T09:59:00Z' },
    '2 records imported so far',
    ['running for 5 minutes'],
  ],
])('%s', (_, progress, headline, facts) => {
  expect(firstSyncText(firstSync(progress), NOW_MS)).toEqual({ headline, facts });
});

test.each([
  ['idle', null, null],
  ['waiting', '2026-11-24T10:00:20Z', 'Shopify asked us to slow down. Syncing resumes in about 20 seconds.'],
  ['waiting', '2026-11-24T09:59:59Z', 'Shopify asked us to slow down. Syncing resumes in a moment.'],
] as const)('%s until %s', (phase, waitingUntil, expected) => {
  expect(waitingText(connectionWith({ phase, waitingUntil }), NOW_MS)).toBe(expected);
});

test.each([
  ['2026-11-24T10:03:00Z', 'Waiting for Shopify, resumes in 3 minutes'],
  ['2026-11-24T09:57:00Z', 'Waiting for Shopify'],
])('the next sync while Shopify is waited for until %s', (until, expected) => {
  expect(nextWhileWaitingText(until, NOW_MS)).toBe(expected);
});

test('paused, it tells what is here, and no time that goes by', () => {
  const paused = (progress: object) => firstSyncText({ ...firstSync(progress), phase: 'paused' }, NOW_MS);
  expect(paused({ startedAt: null, rows: 0 })).toEqual({
    headline: 'Nothing of your history is imported yet.',
    facts: [],
  });
  const begun = {
    startedAt: '2026-11-24T09:00:00Z',
    rows: 500,
    rowsPerSecond: 4,
    estimatedEndAt: '2026-11-24T11:00:00Z',
  };
  expect(paused(begun)).toEqual({ headline: '500 records imported so far', facts: [] });
});
