import { figureOf, tell } from '../../../../test/support/merchants/merchant-story.js';

/** Rule: The three recurring figures; `nextChangeAt` of usage. `0` stands for null, too. */
test.each`
  story                                                                                               | today              | figure              | is
  ${'d0 act 1 A 20; d31 sale 1 15; d61 sale 1 0.00'}                                                  | ${'d70'}           | ${'effective'}      | ${'15'}
  ${'d0 act 1 A 20'}                                                                                  | ${'d70'}           | ${'effective'}      | ${'0'}
  ${'d0 act 1 A 120 bill 365d; d2 sale 1 90 annual'}                                                  | ${'d70'}           | ${'effective'}      | ${'7.50'}
  ${'d0 act 1 A 20; d31 sale 1 15; d40 freeze 1'}                                                     | ${'d70'}           | ${'effective'}      | ${'0'}
  ${'d-99 act 1 A 20; d-90 act 2 B 10; d31 sale 1 15; d31 sale 2 10'}                                 | ${'d70'}           | ${'effective'}      | ${'25'}
  ${'d0 act 1 A 20; d5 sale 1 15; d9 can 1; d20 act 1 A 20'}                                          | ${'d25'}           | ${'effective'}      | ${'15'}
  ${'d0 act 1 A 20; d5 sale 1 15; d9 can 1'}                                                          | ${'d25'}           | ${'effective'}      | ${'0'}
  ${'d0 act 1 A 20; d5 sale 1 15; d9 deactivate'}                                                     | ${'d25'}           | ${'effective'}      | ${'0'}
  ${'d0 act 1 A 20; d5 sale 1 15; d5+1s sale 1 18'}                                                   | ${'d25'}           | ${'effective'}      | ${'18'}
  ${'d0 act 1 A 20; d5 sale 1 15 EUR'}                                                                | ${'d25'}           | ${'effective'}      | ${'15 EUR'}
  ${'d-99 act 1 A 20; d-90 act 2 B 10; d5 sale 1 15; d5 sale 2 9 EUR'}                                | ${'d25'}           | ${'effective'}      | ${'9 EUR + 15'}
  ${'d0 usage-sale 1 5'}                                                                              | ${'d29 23:59+59s'} | ${'usage'}          | ${'5'}
  ${'d0 usage-sale 1 5'}                                                                              | ${'d30'}           | ${'usage'}          | ${'0'}
  ${'d0 usage-sale 1 5; d20 usage-sale 2 3'}                                                          | ${'d25'}           | ${'next change'}    | ${'2026-01-31'}
  ${'d0 usage-sale 1 5; d20 usage-sale 2 3'}                                                          | ${'d30'}           | ${'next change'}    | ${'2026-02-20'}
  ${'d0 use 1 Mails 5; d20 usage-sale 1 4'}                                                           | ${'d40'}           | ${'usage'}          | ${'4'}
  ${'d0 usage-sale 1 5 net'}                                                                          | ${'d9'}            | ${'usage'}          | ${'5'}
  ${'d0 usage-sale 1 5; d1 adjustment 1 -2; d2 credit-sale 2 -1'}                                     | ${'d9'}            | ${'usage'}          | ${'5'}
  ${'d0 usage-sale 1 5; d20 usage-sale 2 3 EUR; d25 usage-sale 3 1'}                                  | ${'d29'}           | ${'usage'}          | ${'3 EUR + 6'}
  ${'d0 usage-sale 1 5; d20 usage-sale 2 3'}                                                          | ${'d30'}           | ${'usage'}          | ${'3'}
  ${'d0 sale 1 10; d1 usage-sale 2 3; d2 one-time-sale 3 4; d3 adjustment 1 -2; d4 credit-sale 5 -1'} | ${'d9'}            | ${'lifetime value'} | ${'15'}
  ${'d0 credit 5 Sorry 1; d1 one-time 3 Setup 4'}                                                     | ${'d9'}            | ${'lifetime value'} | ${'0'}
  ${'d0 sale 1 10 net; d1 unknown-sale 1 3'}                                                          | ${'d9'}            | ${'lifetime value'} | ${'10'}
  ${'d0 act 1 A 20; d31 sale 1 15; d32 credit-sale 5 -1; d33 adjustment 1 -15'}                       | ${'d40'}           | ${'effective'}      | ${'15'}
  ${'d0 act 1 A 10 test; d1 sale 1 10; d2 adjustment 1 -2'}                                           | ${'d9'}            | ${'lifetime value'} | ${'0'}
  ${'d0 sale 1 10; d1 sale 2 5 EUR'}                                                                  | ${'d9'}            | ${'lifetime value'} | ${'5 EUR + 10'}
`('$story → $figure $is', ({ story, today, figure, is }: Record<'story' | 'today' | 'figure' | 'is', string>) => {
  expect(figureOf(tell(story, today), figure)).toBe(is);
});
