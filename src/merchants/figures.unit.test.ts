import { figureOf, history, shown, status, storyRows, tell, at } from '../../test/support/merchant-story.js';
import { plusMs } from '../instant.js';
import { fold } from './fold.js';
import { noHints } from './interval.js';

/** Rules: The three recurring figures; Status shown. */
test.each`
  story                                                                                               | today    | figure              | is
  ${'d0 act 1 A 20; d31 sale 1 15; d61 sale 1 0.00'}                                                  | ${'d70'} | ${'effective'}      | ${'15'}
  ${'d0 act 1 A 20'}                                                                                  | ${'d70'} | ${'effective'}      | ${'0'}
  ${'d0 act 1 A 120 bill 365d; d2 sale 1 90 annual'}                                                  | ${'d70'} | ${'effective'}      | ${'7.50'}
  ${'d0 act 1 A 20; d31 sale 1 15; d40 freeze 1'}                                                     | ${'d70'} | ${'effective'}      | ${'0'}
  ${'d0 act 1 A 20; d1 act 2 B 10; d31 sale 1 15; d31 sale 2 10'}                                     | ${'d70'} | ${'effective'}      | ${'25'}
  ${'d0 usage-sale 1 5; d20 usage-sale 2 3 EUR; d25 usage-sale 3 1'}                                  | ${'d29'} | ${'usage'}          | ${'3 EUR + 6'}
  ${'d0 usage-sale 1 5; d20 usage-sale 2 3'}                                                          | ${'d30'} | ${'usage'}          | ${'3'}
  ${'d0 sale 1 10; d1 usage-sale 2 3; d2 one-time-sale 3 4; d3 adjustment 1 -2; d4 credit-sale 5 -1'} | ${'d9'}  | ${'lifetime value'} | ${'15'}
  ${'d0 act 1 A 10 test; d1 sale 1 10; d2 adjustment 1 -2'}                                           | ${'d9'}  | ${'lifetime value'} | ${'0'}
  ${'d0 sale 1 10; d1 sale 2 5 EUR'}                                                                  | ${'d9'}  | ${'lifetime value'} | ${'5 EUR + 10'}
`('$story → $figure $is', ({ story, today, figure, is }: Record<'story' | 'today' | 'figure' | 'is', string>) => {
  expect(figureOf(tell(story, today), figure)).toBe(is);
});

test.each`
  story                                             | plan      | becomes
  ${'d0 act 1 A 5; d1 act 2 B 9; d2 act 3 C 7'}     | ${'B'}    | ${'active'}
  ${'d0 act 1 A 5; d1 act 2 B 9; d2 act 3 C 7 EUR'} | ${'C'}    | ${'active'}
  ${'d0 act 1 A 5; d1 act 2 B 9; d2 freeze 2'}      | ${'A'}    | ${'active'}
  ${'d0 act 1 Free 0; d5 usage-sale 9 4'}           | ${'Free'} | ${'active: usage'}
  ${'d0 act 1 A 5 test; d1 act 2 B 9'}              | ${'B'}    | ${'active'}
`('of $story the plan is $plan', ({ story, plan, becomes }: Record<'story' | 'plan' | 'becomes', string>) => {
  const told = tell(story, 'd20');
  expect(told.plan).toBe(plan);
  expect(status(told)).toBe(becomes);
});

test('who left is told by the plan left last', () => {
  const told = tell('d0 act 1 A 5; d1 act 2 B 9; d9 uninstall', 'd20');
  expect([told.plan, told.lastPlan]).toEqual([null, 'B']);
});

test('each shown figure is rounded once: three annual plans of 190 are 47.50 a month, not 3 × 15.83', () => {
  const told = tell('d0 act 1 A 190 bill 365d; d0 act 2 B 190 bill 365d; d0 act 3 C 190 bill 365d', 'd20');
  expect(shown(told.mrr)).toBe('47.50');
});

test('of two copies of one event the one from the later request counts', () => {
  const [earlier] = storyRows('d0 act 1 A 5');
  const [later] = storyRows('d0 act 1 A 8');
  if (earlier === undefined || later === undefined) throw new Error('no rows');
  const corrected = { ...later, requestedAt: plusMs(later.requestedAt, 1) };
  for (const rows of [
    [earlier, corrected],
    [corrected, earlier],
  ]) {
    const told = fold(rows, at('d9'), noHints);
    expect(history(told)).toBe('d0 subscribed +8');
  }
});
