import type { Run } from '../../shared/api/types.js';
import { runErrorText, runFacts } from './run-text.js';

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
