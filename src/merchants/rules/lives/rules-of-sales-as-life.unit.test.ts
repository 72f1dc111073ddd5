import { figureOf, history, standing, tell } from '../../../../test/support/merchants/merchant-story.js';

/** Rule: Then, charge by charge, "A sale is evidence of life" and the sentences after it. */
test.each`
  rule                                                            | story                                                                  | today     | becomes                      | events
  ${'it ends one cycle and 37 days after the last sale'}          | ${'d0 sale 1 25'}                                                      | ${'d66'}  | ${'active, 25'}              | ${'d0 subscribed +25'}
  ${'and then it is over'}                                        | ${'d0 sale 1 25'}                                                      | ${'d67'}  | ${'churned: cancelled, 0'}   | ${'d0 subscribed +25, d67 unsubscribed -25'}
  ${'a sale at the very end continues it'}                        | ${'d0 sale 1 25; d67 sale 1 25'}                                       | ${'d70'}  | ${'active, 25'}              | ${'d0 subscribed +25'}
  ${'a later sale shows that it never ended'}                     | ${'d0 sale 1 25; d300 sale 1 25'}                                      | ${'d310'} | ${'active, 25'}              | ${'d0 subscribed +25'}
  ${'a sale of nothing shows no life'}                            | ${'d0 sale 1 0.00'}                                                    | ${'d9'}   | ${'churned: cancelled, 0'}   | ${''}
  ${'a price from an event row goes first'}                       | ${'d0 sale 1 25; d5 freeze 1 Pro 30; d9 unfreeze 1'}                   | ${'d20'}  | ${'active, 30'}              | ${'d0 subscribed +30, d5 frozen -30, d9 unfrozen +30'}
  ${'the first one above zero starts it'}                         | ${'d0 sale 1 0.00; d5 sale 1 25'}                                      | ${'d20'}  | ${'active, 25'}              | ${'d5 subscribed +25'}
  ${'of as many the highest is m'}                                | ${'d0 sale 1 25; d30 sale 1 20'}                                       | ${'d40'}  | ${'active, 25'}              | ${'d0 subscribed +25'}
  ${'every sale continues it'}                                    | ${'d0 sale 1 25; d40 sale 1 0.00'}                                     | ${'d90'}  | ${'active, 25'}              | ${'d0 subscribed +25'}
  ${'an annual one lives a year and 37 days'}                     | ${'d0 sale 1 120 annual'}                                              | ${'d401'} | ${'active, 10'}              | ${'d0 subscribed +10'}
  ${'and no longer'}                                              | ${'d0 sale 1 120 annual'}                                              | ${'d402'} | ${'churned: cancelled, 0'}   | ${'d0 subscribed +10, d402 unsubscribed -10'}
  ${'a sale before the activation of a known plan'}               | ${'d0 sale 1 25; d5 act 1 Pro 30'}                                     | ${'d90'}  | ${'active, 30'}              | ${'d0 subscribed +30'}
  ${'an activation before it: no evidence is needed'}             | ${'d0 act 1 Pro 30; d5 can 1; d20 sale 1 30'}                          | ${'d40'}  | ${'churned: cancelled, 0'}   | ${'d0 subscribed +30, d5 unsubscribed -30'}
  ${'beside an older charge that is live it is a change of plan'} | ${'d0 act 1 Pro 30; d5 sale 2 7'}                                      | ${'d20'}  | ${'active, 7'}               | ${'d0 subscribed +30, d5 downgraded -23'}
  ${'beside others its end is no churn'}                          | ${'d0 act 1 Pro 30; d5 sale 2 7; d80 sale 1 30'}                       | ${'d90'}  | ${'active, 30'}              | ${'d0 subscribed +30, d5 upgraded +7, d72 downgraded -7'}
  ${'an uninstall ends it'}                                       | ${'d0 install; d1 sale 1 25; d9 uninstall'}                            | ${'d20'}  | ${'churned: uninstalled, 0'} | ${'d0 installed, d1 subscribed +25, d9 uninstalled -25'}
  ${'a freeze freezes it'}                                        | ${'d0 sale 1 25; d9 freeze 1 Pro 25'}                                  | ${'d20'}  | ${'frozen, 0'}               | ${'d0 subscribed +25, d9 frozen -25'}
  ${'a plan change replaces it'}                                  | ${'d0 sale 1 25; d9 can 1 Old 25; d9 act 2 New 30'}                    | ${'d20'}  | ${'active, 30'}              | ${'d0 subscribed +25, d9 upgraded +5, [d9 unsubscribed]'}
  ${'who returns without it has it again by its next sale'}       | ${'d0 install; d3 uninstall; d5 sale 1 25; d9 install; d40 sale 1 25'} | ${'d41'}  | ${'active, 25'}              | ${'d0 installed, d3 uninstalled, d9 reinstalled, d40 resubscribed +25'}
  ${'a sale while installed, before the uninstall'}               | ${'d0 install; d3 sale 1 25; d3 uninstall'}                            | ${'d20'}  | ${'churned: uninstalled, 0'} | ${'d0 installed, d3 uninstalled'}
  ${'a sale of a test charge is none'}                            | ${'d0 accept 1 A 5 test; d5 sale 1 5'}                                 | ${'d9'}   | ${'installed, 0'}            | ${''}
  ${'its cancel ends it'}                                         | ${'d0 sale 1 25; d5 can 1 Pro 25'}                                     | ${'d20'}  | ${'churned: cancelled, 0'}   | ${'d0 subscribed +25, d5 unsubscribed -25'}
  ${'an activation after it adds nothing and needs no sales'}     | ${'d0 sale 1 25; d5 act 1 Pro 25'}                                     | ${'d90'}  | ${'active, 25'}              | ${'d0 subscribed +25'}
  ${'not after the charge’s cancel'}                              | ${'d0 can 1 Pro 25; d5 sale 1 25'}                                     | ${'d20'}  | ${'churned: cancelled, 0'}   | ${'d0 unsubscribed +0'}
  ${'not while uninstalled'}                                      | ${'d0 install; d3 uninstall; d5 sale 1 25'}                            | ${'d20'}  | ${'churned: uninstalled, 0'} | ${'d0 installed, d3 uninstalled'}
  ${'then the merchant had a charge'}                             | ${'d0 install; d3 uninstall; d5 sale 1 25; d9 install'}                | ${'d20'}  | ${'churned: uninstalled, 0'} | ${'d0 installed, d3 uninstalled, d9 reinstalled'}
  ${'a sale without a charge is lifetime value only'}             | ${'d0 install; d5 sale - 25'}                                          | ${'d20'}  | ${'installed, 0'}            | ${'d0 installed'}
  ${'a null gross falls back to net'}                             | ${'d0 sale 1 20 net'}                                                  | ${'d20'}  | ${'active, 20'}              | ${'d0 subscribed +20'}
`('$rule', ({ story, today, becomes, events }: Record<'story' | 'today' | 'becomes' | 'events', string>) => {
  const told = tell(story, today);
  expect(standing(told)).toBe(becomes);
  expect(history(told)).toBe(events);
});

test.each`
  story                                       | today    | figure                    | is
  ${'d0 sale 1 25'}                           | ${'d9'}  | ${'plan'}                 | ${'–'}
  ${'d0 sale 1 25; d5 freeze 1 Pro 30'}       | ${'d9'}  | ${'plan'}                 | ${'Pro'}
  ${'d0 sale 1 25'}                           | ${'d9'}  | ${'confidence'}           | ${'inferred'}
  ${'d0 sale 1 25 net'}                       | ${'d9'}  | ${'confidence'}           | ${'assumed'}
  ${'d0 sale 1 25'}                           | ${'d67'} | ${'confidence'}           | ${'inferred'}
  ${'d0 sale 1 25'}                           | ${'d9'}  | ${'first subscribed'}     | ${'2026-01-01'}
  ${'d0 install; d5 sale - 25'}               | ${'d9'}  | ${'lifetime value'}       | ${'25'}
  ${'d0 install; d3 uninstall; d5 sale 1 25'} | ${'d9'}  | ${'lifetime value'}       | ${'25'}
  ${'d0 can 1 Pro 25; d5 sale 1 25'}          | ${'d9'}  | ${'lifetime value'}       | ${'25'}
  ${'d0 sale 1 20 net'}                       | ${'d9'}  | ${'lifetime value'}       | ${'20'}
  ${'d0 sale 1 20 net'}                       | ${'d9'}  | ${'effective confidence'} | ${'assumed'}
  ${'d0 sale 1 20'}                           | ${'d9'}  | ${'effective confidence'} | ${'stated'}
`(
  '$story, $today → $figure $is',
  ({ story, today, figure, is }: Record<'story' | 'today' | 'figure' | 'is', string>) => {
    expect(figureOf(tell(story, today), figure)).toBe(is);
  },
);
