import { figureOf, history, reasons, standing, tell } from '../../../../test/support/merchants/merchant-story.js';

/** Rule: First, pair the charges, "One at a time". */
test.each`
  rule                                                   | story                                                                                   | today     | becomes                      | events
  ${'no cancel ever'}                                    | ${'d0 act 1 A 20; d40 act 2 B 30'}                                                      | ${'d60'}  | ${'active, 30'}              | ${'d0 subscribed +20, d40 upgraded +10'}
  ${'to a lower price'}                                  | ${'d0 act 1 A 30; d40 act 2 B 20'}                                                      | ${'d60'}  | ${'active, 20'}              | ${'d0 subscribed +30, d40 downgraded -10'}
  ${'to the same price'}                                 | ${'d0 act 1 A 20; d40 act 2 B 20'}                                                      | ${'d60'}  | ${'active, 20'}              | ${'d0 subscribed +20, d40 upgraded +0'}
  ${'three in a row'}                                    | ${'d0 act 1 A 20; d40 act 2 B 30; d60 act 3 C 25'}                                      | ${'d70'}  | ${'active, 25'}              | ${'d0 subscribed +20, d40 upgraded +10, d60 downgraded -5'}
  ${'three in a day, all cancelled late'}                | ${'d0 act 1 A 5; d40 act 2 B 7; d40 02:00 act 3 C 9; d40 03:00 can 1; d40 04:00 can 2'} | ${'d60'}  | ${'active, 9'}               | ${'d0 subscribed +5, d40 upgraded +2, d40 upgraded +2, [d40 unsubscribed], [d40 unsubscribed]'}
  ${'a cancel days later changes nothing'}               | ${'d0 act 1 A 20; d40 act 2 B 30; d55 can 1'}                                           | ${'d60'}  | ${'active, 30'}              | ${'d0 subscribed +20, d40 upgraded +10, [d55 unsubscribed]'}
  ${'nor does a freeze'}                                 | ${'d0 act 1 A 20; d40 act 2 B 30; d45 freeze 1; d46 unfreeze 1'}                        | ${'d60'}  | ${'active, 30'}              | ${'d0 subscribed +20, d40 upgraded +10'}
  ${'nor one beside a closing of the shop'}              | ${'d0 act 1 A 20; d40 act 2 B 30; d45 freeze 1; d45 deactivate'}                        | ${'d60'}  | ${'churned: deactivated, 0'} | ${'d0 subscribed +20, d40 upgraded +10, d45 deactivated -30'}
  ${'its own activation changes back'}                   | ${'d0 act 1 A 20; d40 act 2 B 30; d50 act 1 A 20'}                                      | ${'d60'}  | ${'active, 20'}              | ${'d0 subscribed +20, d40 upgraded +10, d50 downgraded -10'}
  ${'and pairs with the cancel of the other'}            | ${'d0 act 1 A 20; d40 act 2 B 30; d50 act 1 A 20; d50 01:00 can 2; d70 can 1'}          | ${'d80'}  | ${'churned: cancelled, 0'}   | ${'d0 subscribed +20, d40 upgraded +10, d50 downgraded -10, [d50 unsubscribed], d70 unsubscribed -20'}
  ${'within a minute of that cancel as well'}            | ${'d0 act 1 A 20; d40 act 2 B 30; d50 can 2; d50+30s act 1 A 20'}                       | ${'d80'}  | ${'active, 20'}              | ${'d0 subscribed +20, d40 upgraded +10, [d50 unsubscribed], d50 downgraded -10'}
  ${'of one instant the higher number stays'}            | ${'d0 act 1 A 20; d0 act 2 B 30'}                                                       | ${'d60'}  | ${'active, 30'}              | ${'d0 subscribed +20, d0 upgraded +10'}
  ${'a frozen one is lifted first'}                      | ${'d0 act 1 A 20; d30 freeze 1; d40 act 2 B 30'}                                        | ${'d60'}  | ${'active, 30'}              | ${'d0 subscribed +20, d30 frozen -20, d40 unfrozen +20, d40 upgraded +10'}
  ${'in another currency'}                               | ${'d0 act 1 A 20; d40 act 2 B 30 EUR'}                                                  | ${'d60'}  | ${'active, 30 EUR'}          | ${'d0 subscribed +20, d40 downgraded -20, d40 upgraded +30 EUR'}
  ${'an annual one by the month'}                        | ${'d0 act 1 A 120 bill 365d; d40 act 2 B 30'}                                           | ${'d60'}  | ${'active, 30'}              | ${'d0 subscribed +10, d40 upgraded +20'}
  ${'to a free plan'}                                    | ${'d0 act 1 A 20; d40 act 2 Free 0'}                                                    | ${'d60'}  | ${'active: free, 0'}         | ${'d0 subscribed +20, d40 downgraded -20'}
  ${'from one trial into another: the original end'}     | ${'d0 act 1 A 30 bill 14d; d5 act 2 B 20 bill 14d'}                                     | ${'d15'}  | ${'active, 20'}              | ${'d0 trial_started +0, d5 downgraded +0, d14 trial_converted +20'}
  ${'of several replaced: by the difference to the sum'} | ${'d0 act 1 A 20; d10 act 2 B 30; d80 sale 1 20; d90 act 3 C 40'}                       | ${'d99'}  | ${'active, 40'}              | ${'d0 subscribed +20, d10 upgraded +30, d90 downgraded -10'}
  ${'of several replaced in two currencies'}             | ${'d0 act 1 A 20; d10 act 2 B 30 EUR; d80 sale 1 20; d90 act 3 C 40 EUR'}               | ${'d99'}  | ${'active, 40 EUR'}          | ${'d0 subscribed +20, d10 upgraded +30 EUR, d90 downgraded -20, d90 upgraded +10 EUR'}
  ${'of several in a third currency'}                    | ${'d0 act 1 A 20; d10 act 2 B 30 EUR; d80 sale 1 20; d90 act 3 C 40 GBP'}               | ${'d99'}  | ${'active, 40 GBP'}          | ${'d0 subscribed +20, d10 upgraded +30 EUR, d90 downgraded -30 EUR, d90 downgraded -20, d90 upgraded +40 GBP'}
  ${'67 days after the start a sale proves nothing'}     | ${'d0 act 1 A 20; d40 act 2 B 30; d107 sale 1 20'}                                      | ${'d110'} | ${'active, 30'}              | ${'d0 subscribed +20, d40 upgraded +10'}
  ${'a second later it proves that both go on'}          | ${'d0 act 1 A 20; d40 act 2 B 30; d107+1s sale 1 20'}                                   | ${'d110'} | ${'active, 50'}              | ${'d0 subscribed +20, d40 upgraded +30'}
  ${'a sale of nothing does not'}                        | ${'d0 act 1 A 20; d40 act 2 B 30; d120 sale 1 0.00'}                                    | ${'d130'} | ${'active, 30'}              | ${'d0 subscribed +20, d40 upgraded +10'}
  ${'nor after an activation of its own'}                | ${'d0 act 1 A 20; d40 act 2 B 30; d100 act 1 A 20; d120 sale 1 20'}                     | ${'d130'} | ${'active, 20'}              | ${'d0 subscribed +20, d40 upgraded +10, d100 downgraded -10'}
  ${'nor where a cancel pairs with the change'}          | ${'d0 act 1 A 20; d40 act 2 B 30; d40 01:00 can 1; d120 sale 1 20'}                     | ${'d130'} | ${'active, 30'}              | ${'d0 subscribed +20, d40 upgraded +10, [d40 unsubscribed]'}
  ${'proven beside one, replaced by a later one'}        | ${'d0 act 1 A 20; d40 act 2 B 30; d80 act 3 C 50; d120 sale 1 20'}                      | ${'d130'} | ${'active, 50'}              | ${'d0 subscribed +20, d40 upgraded +30, d80 upgraded +0'}
  ${'proven beside both'}                                | ${'d0 act 1 A 20; d40 act 2 B 30; d50 act 3 C 50; d120 sale 1 20'}                      | ${'d130'} | ${'active, 70'}              | ${'d0 subscribed +20, d40 upgraded +30, d50 upgraded +20'}
  ${'proven while frozen: lifted by that sale'}          | ${'d0 act 1 A 20; d30 freeze 1; d40 act 2 B 30; d120 sale 1 20'}                        | ${'d130'} | ${'active, 50'}              | ${'d0 subscribed +20, d30 frozen -20, d40 upgraded +30, d120 unfrozen +20'}
  ${'proven, then cancelled: a smaller bill'}            | ${'d0 act 1 A 20; d40 act 2 B 30; d120 sale 1 20; d130 can 1'}                          | ${'d140'} | ${'active, 30'}              | ${'d0 subscribed +20, d40 upgraded +30, d130 downgraded -20'}
  ${'proven, then silent: a smaller bill'}               | ${'d0 act 1 A 20; d40 act 2 B 30; d120 sale 1 20'}                                      | ${'d187'} | ${'active, 30'}              | ${'d0 subscribed +20, d40 upgraded +30, d187 downgraded -20'}
  ${'not silent once it is activated again'}             | ${'d0 act 1 A 20; d40 act 2 B 30; d120 sale 1 20; d130 act 1 A 20'}                     | ${'d300'} | ${'active, 50'}              | ${'d0 subscribed +20, d40 upgraded +30'}
  ${'a first sale of a lower number is a last bill'}     | ${'d0 act 2 B 30; d5 sale 1 20'}                                                        | ${'d20'}  | ${'active, 30'}              | ${'d0 subscribed +30'}
  ${'also beside a frozen one'}                          | ${'d0 act 2 B 30; d3 freeze 2; d5 sale 1 20'}                                           | ${'d20'}  | ${'frozen, 0'}               | ${'d0 subscribed +30, d3 frozen -30'}
  ${'once the other is over it starts'}                  | ${'d0 act 2 B 30; d5 sale 1 20; d9 can 2; d35 sale 1 20'}                               | ${'d40'}  | ${'active, 20'}              | ${'d0 subscribed +30, d9 unsubscribed -30, d35 resubscribed +20'}
  ${'proven to go on, it is there from its first sale'}  | ${'d0 act 2 B 30; d5 sale 1 20; d80 sale 1 20; d80 sale 2 30'}                          | ${'d90'}  | ${'active, 50'}              | ${'d0 subscribed +30, d5 upgraded +20'}
  ${'a first sale of a higher number is a change'}       | ${'d0 act 1 A 20; d40 sale 2 30'}                                                       | ${'d50'}  | ${'active, 30'}              | ${'d0 subscribed +20, d40 upgraded +10'}
  ${'a sale-only one is replaced by an activation'}      | ${'d0 sale 1 20; d30 sale 1 20; d40 act 2 B 30; d60 sale 1 20'}                         | ${'d90'}  | ${'active, 30'}              | ${'d0 subscribed +20, d40 upgraded +10'}
  ${'in a trial a first sale ends it and converts'}      | ${'d0 act 1 A 30 bill 14d; d5 sale 2 20'}                                               | ${'d9'}   | ${'active, 20'}              | ${'d0 trial_started +0, d5 downgraded +0, d5 trial_converted +20'}
  ${'lost with the shop: over when another starts'}      | ${'d0 act 1 A 20; d20 deactivate; d25 act 2 B 30; d30 reactivate'}                      | ${'d40'}  | ${'active, 30'}              | ${'d0 subscribed +20, d20 deactivated -20, d25 reactivated, d25 resubscribed +30'}
  ${'lost, but proven to go on: back beside it'}         | ${'d0 act 1 A 20; d20 deactivate; d25 act 2 B 30; d95 sale 1 20'}                       | ${'d99'}  | ${'active, 50'}              | ${'d0 subscribed +20, d20 deactivated -20, d25 reactivated +20, d25 upgraded +30'}
`('$rule', ({ story, today, becomes, events }: Record<'story' | 'today' | 'becomes' | 'events', string>) => {
  const told = tell(story, today);
  expect(standing(told)).toBe(becomes);
  expect(history(told)).toBe(events);
});

/** How sure the change is: stated by a cancel that pairs, else inferred. */
test.each`
  story                                                                                   | today     | why
  ${'d0 act 1 A 20; d40 act 2 B 30'}                                                      | ${'d60'}  | ${'d0 subscribed: subscription, stated; d40 upgraded: plan change, inferred'}
  ${'d0 act 1 A 20; d40 act 2 B 30; d41 can 1'}                                           | ${'d60'}  | ${'d0 subscribed: subscription, stated; d40 upgraded: plan change, stated; d41 unsubscribed: plan change, stated'}
  ${'d0 act 1 A 20; d40 act 2 B 30; d55 can 1'}                                           | ${'d60'}  | ${'d0 subscribed: subscription, stated; d40 upgraded: plan change, inferred; d55 unsubscribed: cancel without effect, stated'}
  ${'d0 act 1 A 5; d40 act 2 B 7; d40 02:00 act 3 C 9; d40 03:00 can 1; d40 04:00 can 2'} | ${'d60'}  | ${'d0 subscribed: subscription, stated; d40 upgraded: plan change, stated; d40 upgraded: plan change, stated; d40 unsubscribed: plan change, stated; d40 unsubscribed: plan change, stated'}
  ${'d0 act 1 A 20; d40 act 2 B 30; d50 act 1 A 20; d50 01:00 can 2'}                     | ${'d60'}  | ${'d0 subscribed: subscription, stated; d40 upgraded: plan change, inferred; d50 downgraded: plan change, stated; d50 unsubscribed: plan change, stated'}
  ${'d0 act 1 A 20; d40 act 2 B 30; d120 sale 1 20'}                                      | ${'d130'} | ${'d0 subscribed: subscription, stated; d40 upgraded: add-on, inferred'}
  ${'d0 act 1 A 20; d40 sale 2 30'}                                                       | ${'d50'}  | ${'d0 subscribed: subscription, stated; d40 upgraded: plan change, inferred'}
`('$story: $why', ({ story, today, why }: Record<'story' | 'today' | 'why', string>) => {
  expect(reasons(tell(story, today))).toBe(why);
});

test.each`
  story                                              | today     | figure              | is
  ${'d0 act 1 A 20; d40 act 2 B 30; d120 sale 1 20'} | ${'d130'} | ${'next change'}    | ${'2026-07-07'}
  ${'d0 act 1 A 20; d40 act 2 B 30'}                 | ${'d107'} | ${'next change'}    | ${'–'}
  ${'d0 act 2 B 30; d5 sale 1 20'}                   | ${'d20'}  | ${'lifetime value'} | ${'20'}
  ${'d0 act 1 A 20; d40 act 2 B 30; d45 sale 2 9'}   | ${'d60'}  | ${'effective'}      | ${'0'}
  ${'d0 act 1 A 20; d40 act 2 B 30; d45 sale 2 30'}  | ${'d60'}  | ${'effective'}      | ${'30'}
  ${'d0 act 2 B 30; d5 sale 2 9'}                    | ${'d60'}  | ${'effective'}      | ${'9'}
`(
  '$story, $today → $figure $is',
  ({ story, today, figure, is }: Record<'story' | 'today' | 'figure' | 'is', string>) => {
    expect(figureOf(tell(story, today), figure)).toBe(is);
  },
);
