import { isIdle } from './is-idle.js';

const looked = { kind: 'head', outcome: 'ok', newRows: 0 } as Parameters<typeof isIdle>[0];

test.each([
  ['a look at the heads that found nothing', looked, false, true],
  ['the last 30 days again, as they were', { ...looked, kind: 'sweep' }, false, true],
  ['a row that changed, and a figure with it', { ...looked, kind: 'sweep' }, true, false],
  ['a new row', { ...looked, newRows: 1 }, false, false],
  ['one that was cut off', { ...looked, outcome: 'more' }, false, false],
  ['one that failed', { ...looked, outcome: 'failed' }, false, false],
  ['a part of the weekly full scan', { ...looked, kind: 'walk' }, false, false],
] as const)('%s', (_, run, hasNews, expected) => {
  expect(isIdle(run, hasNews)).toBe(expected);
});
