import { figureOf, standing, tell } from '../../../../test/support/merchants/merchant-story.js';

/** Rule: Status shown, its table from top to bottom. */
test.each`
  rule                                           | story                                                                   | becomes
  ${'inside a trial'}                            | ${'d0 act 1 A 5 bill 40d'}                                              | ${'trialing, 0'}
  ${'beside a frozen charge'}                    | ${'d0 act 1 Free 0; d1 act 2 A 5 bill 40d; d2 freeze 1'}                | ${'trialing, 0'}
  ${'not beside a live one'}                     | ${'d-99 act 1 A 5; d-90 act 2 Free 0; d0 sale 1 5; d1 freeze 1'}        | ${'active: free, 0'}
  ${'nor once uninstalled'}                      | ${'d0 act 1 A 5 bill 40d; d9 uninstall'}                                | ${'churned: uninstalled, 0'}
  ${'a live charge'}                             | ${'d0 act 1 A 5'}                                                       | ${'active, 5'}
  ${'beside a frozen one'}                       | ${'d-99 act 1 A 5; d-90 act 2 B 7; d0 sale 1 5; d2 freeze 1'}           | ${'active, 7'}
  ${'at price 0'}                                | ${'d0 act 1 Free 0'}                                                    | ${'active: free, 0'}
  ${'at price 0 with usage in the last 30 days'} | ${'d0 act 1 Free 0; d5 usage-sale 9 4'}                                 | ${'active: usage, 0'}
  ${'at price 0 with usage before that'}         | ${'d-11 usage-sale 9 4; d0 act 1 Free 0'}                               | ${'active: free, 0'}
  ${'not free beside a price'}                   | ${'d-99 act 1 A 5; d-90 act 2 Free 0; d0 sale 1 5'}                     | ${'active, 5'}
  ${'usage alone is no plan'}                    | ${'d0 install; d5 usage-sale 9 4'}                                      | ${'installed, 0'}
  ${'none live, one frozen'}                     | ${'d-99 act 1 A 5; d-90 act 2 B 7; d0 sale 1 5; d2 freeze 1; d3 can 2'} | ${'frozen, 0'}
  ${'a trial frozen'}                            | ${'d0 act 1 A 5 bill 40d; d2 freeze 1'}                                 | ${'frozen, 0'}
  ${'frozen, then uninstalled'}                  | ${'d0 act 1 A 5; d2 freeze 1; d3 uninstall'}                            | ${'churned: uninstalled, 0'}
  ${'had a charge'}                              | ${'d0 act 1 A 5; d3 can 1'}                                             | ${'churned: cancelled, 0'}
  ${'had a trial'}                               | ${'d0 act 1 A 5 bill 14d; d3 can 1'}                                    | ${'churned: cancelled, 0'}
  ${'had one, known by a sale after its cancel'} | ${'d0 can 1 A 5; d3 sale 1 5'}                                          | ${'churned: cancelled, 0'}
  ${'uninstalled without ever having had one'}   | ${'d0 install; d3 uninstall'}                                           | ${'churned: uninstalled, 0'}
  ${'closed without ever having had one'}        | ${'d0 install; d3 deactivate'}                                          | ${'churned: deactivated, 0'}
  ${'installed'}                                 | ${'d0 install'}                                                         | ${'installed, 0'}
  ${'only asked'}                                | ${'d0 install; d1 accept 1 A 5'}                                        | ${'installed, 0'}
  ${'only tested'}                               | ${'d0 install; d1 act 1 A 5 test; d2 can 1'}                            | ${'installed, 0'}
`('$rule', ({ story, becomes }: Record<'story' | 'becomes', string>) => {
  expect(standing(tell(story, 'd20'))).toBe(becomes);
});

/** Rule: Status shown, last paragraph. */
test.each`
  story                                                                             | figure         | is
  ${'d-99 act 1 A 5; d-95 act 2 B 9; d-90 act 3 C 7; d0 sale 1 5; d0 sale 2 9'}     | ${'plan'}      | ${'B'}
  ${'d-99 act 1 A 5; d-90 act 2 B 48 bill 365d; d0 sale 1 5'}                       | ${'plan'}      | ${'A'}
  ${'d-99 act 1 A 5; d-95 act 2 B 9; d-90 act 3 C 7 EUR; d0 sale 1 5; d0 sale 2 9'} | ${'plan'}      | ${'C'}
  ${'d-99 act 1 A 5; d-90 act 2 B 9; d0 sale 1 5; d2 freeze 2'}                     | ${'plan'}      | ${'A'}
  ${'d0 act 1 A 5 test; d1 act 2 B 9'}                                              | ${'plan'}      | ${'B'}
  ${'d0 act 1 A 5; d9 freeze 1'}                                                    | ${'plan'}      | ${'A'}
  ${'d0 act 1 A 5 bill 40d'}                                                        | ${'plan'}      | ${'A'}
  ${'d0 act 1 A 5'}                                                                 | ${'last plan'} | ${'–'}
  ${'d0 act 1 A 5; d9 can 1'}                                                       | ${'plan'}      | ${'–'}
  ${'d0 act 1 A 5; d9 can 1'}                                                       | ${'last plan'} | ${'A'}
  ${'d0 act 1 A 5; d9 can 1; d9 act 2 B 3; d12 can 2'}                              | ${'last plan'} | ${'B'}
  ${'d-99 act 1 A 5; d-90 act 2 B 9; d0 sale 1 5; d9 uninstall'}                    | ${'last plan'} | ${'B'}
  ${'d-99 act 1 A 5; d-90 act 2 B 9; d0 sale 1 5; d8 can 2; d9 uninstall'}          | ${'last plan'} | ${'A'}
  ${'d0 act 1 A 5; d9 deactivate'}                                                  | ${'last plan'} | ${'A'}
  ${'d0 act 1 A 5; d9 uninstall; d10 install'}                                      | ${'last plan'} | ${'A'}
  ${'d0 act 1 A 5 bill 14d; d9 can 1'}                                              | ${'last plan'} | ${'A'}
  ${'d0 install'}                                                                   | ${'last plan'} | ${'–'}
  ${'d0 act 1 A 5 test; d9 can 1'}                                                  | ${'last plan'} | ${'–'}
  ${'d0 act 1 A 5; d9 can 1'}                                                       | ${'interval'}  | ${'–, –'}
`('$story → $figure $is', ({ story, figure, is }: Record<'story' | 'figure' | 'is', string>) => {
  expect(figureOf(tell(story, 'd20'), figure)).toBe(is);
});
