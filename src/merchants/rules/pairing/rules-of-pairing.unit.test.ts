import { history, reasons, standing, tell } from '../../../../test/support/merchants/merchant-story.js';

/** Rule: First, pair the charges. */
test.each`
  rule                                                              | story                                                                             | events
  ${'an activation at the very cancel'}                             | ${'d0 act 1 Old 9; d40 can 1; d40 act 2 New 19'}                                  | ${'d0 subscribed +9, d40 upgraded +10, [d40 unsubscribed]'}
  ${'an activation less than 60 s after the cancel'}                | ${'d0 act 1 Old 9; d40 can 1; d40+59s act 2 New 19'}                              | ${'d0 subscribed +9, [d40 unsubscribed], d40 upgraded +10'}
  ${'an activation 60 s after the cancel comes too late'}           | ${'d0 act 1 Old 9; d40 can 1; d40+60s act 2 New 19'}                              | ${'d0 subscribed +9, d40 unsubscribed -9, d40 resubscribed +19'}
  ${'a cancel a whole day after the activation still pairs'}        | ${'d0 act 1 Old 9; d40 act 2 New 19; d41 can 1'}                                  | ${'d0 subscribed +9, d40 upgraded +10, [d41 unsubscribed]'}
  ${'a second later it does not: inferred then'}                    | ${'d0 act 1 Old 9; d40 act 2 New 19; d41+1s can 1'}                               | ${'d0 subscribed +9, d40 upgraded +10, [d41 unsubscribed]'}
  ${'three in a row: the cancel belongs to the first change'}       | ${'d0 act 1 Old 9; d40 act 2 New 19; d40 02:00 act 3 Max 29; d40 03:00 can 1'}    | ${'d0 subscribed +9, d40 upgraded +10, d40 upgraded +10, [d40 unsubscribed]'}
  ${'an old cancel beside another change is no half of it'}         | ${'d0 act 1 A 5; d1 act 2 B 7; d40 act 3 C 20; d40 01:00 can 1; d40 02:00 can 2'} | ${'d0 subscribed +5, d1 upgraded +2, d40 upgraded +13, [d40 unsubscribed], [d40 unsubscribed]'}
  ${'ties go to the lower number of the new charge'}                | ${'d0 act 1 A 5; d40 act 3 C 20; d40 act 2 B 10; d40 can 1'}                      | ${'d0 subscribed +5, d40 upgraded +5, d40 upgraded +10, [d40 unsubscribed]'}
  ${'then to the lower number of the old one'}                      | ${'d0 act 2 B 7; d1 act 1 A 5; d40 act 3 C 20; d40 can 2; d40 can 1'}             | ${'d0 subscribed +7, d1 downgraded -2, d40 upgraded +15, [d40 unsubscribed], [d40 unsubscribed]'}
  ${'nearer in time goes before lower numbers'}                     | ${'d0 act 1 A 5; d40 act 2 B 10; d40+9s act 3 C 20; d40+10s can 1'}               | ${'d0 subscribed +5, d40 upgraded +5, d40 upgraded +10, [d40 unsubscribed]'}
  ${'of its own charge an activation is no plan change'}            | ${'d0 act 1 A 5; d40 can 1; d40+30s act 1 A 5'}                                   | ${'d0 subscribed +5, d40 unsubscribed -5, d40 resubscribed +5'}
  ${'a cancel of a replaced one days later changes nothing'}        | ${'d0 act 1 A 5; d20 act 2 B 7; d40 can 1'}                                       | ${'d0 subscribed +5, d20 upgraded +2, [d40 unsubscribed]'}
  ${'nor does it beside the change of the other'}                   | ${'d0 act 1 A 5; d20 act 2 B 7; d40 can 1; d40 act 3 C 9'}                        | ${'d0 subscribed +5, d20 upgraded +2, d40 upgraded +2, [d40 unsubscribed]'}
  ${'a repeated activation changes nothing and pairs with nothing'} | ${'d0 act 1 A 5; d1 act 2 B 7; d40 act 2 B 7; d40 can 1'}                         | ${'d0 subscribed +5, d1 upgraded +2, [d40 unsubscribed]'}
  ${'nor does a repeated cancel'}                                   | ${'d0 act 1 A 5; d10 can 1; d40 can 1; d40 act 2 B 7'}                            | ${'d0 subscribed +5, d10 unsubscribed -5, d40 resubscribed +7, [d40 unsubscribed]'}
  ${'a charge of the same instant started no earlier'}              | ${'d0 act 1 A 5; d0 act 2 B 10; d0 01:00 can 1'}                                  | ${'d0 subscribed +5, d0 upgraded +5, [d0 unsubscribed]'}
  ${'who was lost before the activation is not taken over'}         | ${'d0 act 1 A 5; d38 deactivate; d40 act 2 B 10; d40 01:00 can 1'}                | ${'d0 subscribed +5, d38 deactivated -5, d40 reactivated, d40 resubscribed +10, [d40 unsubscribed]'}
  ${'plans may change twice in a minute'}                           | ${'d0 act 1 A 5; d40 can 1; d40 act 2 B 10; d40+30s can 2; d40+30s act 3 C 20'}   | ${'d0 subscribed +5, d40 upgraded +5, [d40 unsubscribed], d40 upgraded +10, [d40 unsubscribed]'}
  ${'the old charge must have started earlier'}                     | ${'d0 act 1 A 5; d0 01:00 act 2 B 10; d0 02:00 can 2'}                            | ${'d0 subscribed +5, d0 upgraded +5, d0 unsubscribed -10'}
  ${'the old charge must not have been over'}                       | ${'d0 act 1 A 5; d10 can 1; d40 act 2 B 10; d40 can 1'}                           | ${'d0 subscribed +5, d10 unsubscribed -5, d40 resubscribed +10, [d40 unsubscribed]'}
  ${'from a frozen charge: first unfrozen, then the change'}        | ${'d0 act 1 A 5; d10 freeze 1; d40 can 1; d40 act 2 B 10'}                        | ${'d0 subscribed +5, d10 frozen -5, d40 unfrozen +5, d40 upgraded +5, [d40 unsubscribed]'}
  ${'a cancel of an uninstall pairs with nothing older: inferred'}  | ${'d0 act 1 A 5; d40 act 2 B 10; d40 02:00 can 1; d40 02:01 uninstall'}           | ${'d0 subscribed +5, d40 upgraded +5, [d40 unsubscribed], d40 uninstalled -10'}
  ${'nor when it came a minute before the uninstall'}               | ${'d0 act 1 A 5; d40 act 2 B 10; d40 00:02 can 1; d40 00:03 uninstall'}           | ${'d0 subscribed +5, d40 upgraded +5, [d40 unsubscribed], d40 uninstalled -10'}
  ${'a second more, and it pairs'}                                  | ${'d0 act 1 A 5; d40 act 2 B 10; d40 00:02 can 1; d40 00:03+1s uninstall'}        | ${'d0 subscribed +5, d40 upgraded +5, [d40 unsubscribed], d40 uninstalled -10'}
  ${'with an activation 60 s before it does'}                       | ${'d0 act 1 A 5; d40 act 2 B 10; d40+60s can 1; d40+60s uninstall'}               | ${'d0 subscribed +5, d40 upgraded +5, [d40 unsubscribed], d40 uninstalled -10'}
  ${'61 s before it does not'}                                      | ${'d0 act 1 A 5; d40 act 2 B 10; d40+61s can 1; d40+61s uninstall'}               | ${'d0 subscribed +5, d40 upgraded +5, [d40 unsubscribed], d40 uninstalled -10'}
  ${'change, cancel and uninstall in one second'}                   | ${'d0 act 1 A 5; d40 uninstall; d40 can 1; d40 act 2 B 10'}                       | ${'d0 subscribed +5, d40 upgraded +5, [d40 unsubscribed], d40 uninstalled -10'}
  ${'an uninstall before the late cancel has ended both'}           | ${'d0 act 1 A 5; d40 act 2 B 10; d40 01:00 uninstall; d40 02:00 can 1'}           | ${'d0 subscribed +5, d40 upgraded +5, d40 uninstalled -10, [d40 unsubscribed]'}
  ${'but with what is as near'}                                     | ${'d0 act 1 A 5; d40 act 2 B 10; d40+30s can 1; d40+50s uninstall'}               | ${'d0 subscribed +5, d40 upgraded +5, [d40 unsubscribed], d40 uninstalled -10'}
  ${'an uninstall between cancel and activation parts them'}        | ${'d0 act 1 A 5; d40 can 1; d40+10s uninstall; d40+30s act 2 B 10'}               | ${'d0 subscribed +5, [d40 unsubscribed], d40 uninstalled -5, d40 reinstalled, d40 resubscribed +10'}
  ${'the cancel may be repeated before the activation'}             | ${'d0 act 1 A 5; d40 can 1; d40+30s can 1; d40+31s act 2 B 10'}                   | ${'d0 subscribed +5, [d40 unsubscribed], [d40 unsubscribed], d40 upgraded +5'}
  ${'the old one ends at the activation, not at its cancel'}        | ${'d0 act 1 A 5; d40 act 2 B 10; d40 01:00 can 1; d40 02:00 uninstall'}           | ${'d0 subscribed +5, d40 upgraded +5, [d40 unsubscribed], d40 uninstalled -10'}
  ${'from a frozen one across currencies'}                          | ${'d0 act 1 A 5; d10 freeze 1; d40 can 1; d40 act 2 B 10 EUR'}                    | ${'d0 subscribed +5, d10 frozen -5, d40 unfrozen +5, d40 downgraded -5, d40 upgraded +10 EUR, [d40 unsubscribed]'}
  ${'from a frozen one whose cancel comes late'}                    | ${'d0 act 1 A 5; d10 freeze 1; d40 act 2 B 10; d40 02:00 can 1'}                  | ${'d0 subscribed +5, d10 frozen -5, d40 unfrozen +5, d40 upgraded +5, [d40 unsubscribed]'}
  ${'from a charge known by its sales'}                             | ${'d30 sale 1 5; d40 can 1 A 5; d40 act 2 B 10'}                                  | ${'d30 subscribed +5, d40 upgraded +5, [d40 unsubscribed]'}
  ${'by the clocks of two feeds 5 minutes'}                         | ${'d0 answer - A 5; d39 23:55+1s root canceled; d40 act 2 B 10'}                  | ${'d0 subscribed +5, [d39 unsubscribed], d40 upgraded +5'}
  ${'a second more is too late'}                                    | ${'d0 answer - A 5; d39 23:55 root canceled; d40 act 2 B 10'}                     | ${'d0 subscribed +5, d39 unsubscribed -5, d40 resubscribed +10'}
  ${'whichever feed has the cancel'}                                | ${'d0 act 1 A 5; d40 can 1; d40 00:04 root created 2 B 10'}                       | ${'d0 subscribed +5, [d40 unsubscribed], d40 upgraded +5'}
  ${'by one clock a minute, in the newer feed too'}                 | ${'d0 act 1 A 5; d40 root canceled; d40 00:04 root created 2 B 10'}               | ${'d0 subscribed +5, d40 unsubscribed -5, d40 resubscribed +10'}
  ${'annual prices are compared by the month'}                      | ${'d0 act 1 A 30; d40 can 1; d40 act 2 B 120 bill 365d'}                          | ${'d0 subscribed +30, d40 downgraded -20, [d40 unsubscribed]'}
`('$rule', ({ story, events }: Record<'story' | 'events', string>) => {
  expect(history(tell(story, 'd60'))).toBe(events);
});

/** Rule: First, pair the charges, "Only events that change their charge's state pair". */
test('an activation of what goes on, because its end belongs inside another change, is half of none', () => {
  const story =
    'd0 act 1 A 5; d20 act 2 B 7; d21 act 3 C 9; d21+1s act 2 B 7; d21+1s can 2; d89 sale 1 5; d89 act 3 C 9; d89+30s can 1';
  expect(history(tell(story, 'd90'))).toBe(
    'd0 subscribed +5, d20 upgraded +7, d21 upgraded +2, [d21 unsubscribed], d89 downgraded -5',
  );
});

/** Rule: First, pair the charges, first paragraph: by which rule a cancel is suppressed, if it is. */
test.each`
  rule                                           | story                                             | cancel
  ${'at the very activation'}                    | ${'d0 act 1 A 5; d0 can 1'}                       | ${'re-emitted cancel'}
  ${'less than 5 s after it'}                    | ${'d0 act 1 A 5; d0+4s can 1'}                    | ${'re-emitted cancel'}
  ${'5 s after it'}                              | ${'d0 act 1 A 5; d0+5s can 1'}                    | ${'cancel'}
  ${'another charge comes within a minute'}      | ${'d0 act 1 A 5; d0+3s can 1; d0+62s act 2 B 9'}  | ${'plan change'}
  ${'at the minute, too late for a plan change'} | ${'d0 act 1 A 5; d0+3s can 1; d0+63s act 2 B 9'}  | ${'cancel'}
  ${'later than that'}                           | ${'d0 act 1 A 5; d0+3s can 1; d0+64s act 2 B 9'}  | ${'re-emitted cancel'}
  ${'another one came a minute before'}          | ${'d0 act 2 B 9; d0+58s act 1 A 5; d0+60s can 1'} | ${'cancel'}
  ${'and earlier than that'}                     | ${'d0 act 2 B 9; d0+58s act 1 A 5; d0+61s can 1'} | ${'re-emitted cancel'}
  ${'an uninstall comes within a minute'}        | ${'d0 act 1 A 5; d0+3s can 1; d0+63s uninstall'}  | ${'cancel of an uninstall'}
  ${'later than that'}                           | ${'d0 act 1 A 5; d0+3s can 1; d0+64s uninstall'}  | ${'re-emitted cancel'}
  ${'one came a minute before'}                  | ${'d0 uninstall; d0+57s act 1 A 5; d0+60s can 1'} | ${'cancel'}
  ${'and earlier than that'}                     | ${'d0 uninstall; d0+57s act 1 A 5; d0+61s can 1'} | ${'re-emitted cancel'}
  ${'of another charge'}                         | ${'d0 act 2 B 9; d9 act 1 A 5; d9+3s can 2'}      | ${'plan change'}
  ${'repeated again and again'}                  | ${'d0 act 1 A 5; d9 act 1 A 5; d9+3s can 1'}      | ${'re-emitted cancel'}
`('a cancel after its own activation: $rule', ({ story, cancel }: Record<'story' | 'cancel', string>) => {
  expect(
    /unsubscribed: ([^,]+)|downgraded: (cancel)/
      .exec(reasons(tell(story, 'd60')))
      ?.slice(1)
      .join(''),
  ).toBe(cancel);
});

/** Rule: First, pair the charges, "The old charge then ends exactly at the new one's activation". */
test.each`
  rule                                              | story                                                                                         | becomes         | events
  ${'an activation of it repeated'}                 | ${'d0 act 1 Old 20; d40 act 2 New 60; d40 00:01 act 1 Old 20; d40 01:00 can 1'}               | ${'active, 60'} | ${'d0 subscribed +20, d40 upgraded +40, [d40 unsubscribed]'}
  ${'the same while frozen'}                        | ${'d0 act 1 Old 20; d30 freeze 1; d40 act 2 New 60; d40 00:01 act 1 Old 20; d40 01:00 can 1'} | ${'active, 60'} | ${'d0 subscribed +20, d30 frozen -20, d40 unfrozen +20, d40 upgraded +40, [d40 unsubscribed]'}
  ${'the same inside a trial'}                      | ${'d0 act 1 Old 20 bill 14d; d5 act 2 New 60; d5 00:01 act 1 Old 20; d5 01:00 can 1'}         | ${'active, 60'} | ${'d0 trial_started +0, d5 upgraded +0, [d5 unsubscribed], d14 trial_converted +60'}
  ${'a sale of it'}                                 | ${'d0 sale 1 20; d30 act 2 New 60; d30 02:00 sale 1 20; d30 04:00 can 1 Old 20'}              | ${'active, 60'} | ${'d0 subscribed +20, d30 upgraded +40, [d30 unsubscribed]'}
  ${'a sale at the very activation'}                | ${'d0 sale 1 20; d30 act 2 New 60; d30 sale 1 20; d30 04:00 can 1 Old 20'}                    | ${'active, 60'} | ${'d0 subscribed +20, d30 upgraded +40, [d30 unsubscribed]'}
  ${'but an activation after the cancel starts it'} | ${'d0 act 1 Old 20; d40 act 2 New 60; d40 01:00 can 1; d40 02:00 act 1 Old 20'}               | ${'active, 20'} | ${'d0 subscribed +20, d40 upgraded +40, [d40 unsubscribed], d40 downgraded -40'}
`(
  'nothing revives a replaced charge before its cancel: $rule',
  ({ story, becomes, events }: Record<'story' | 'becomes' | 'events', string>) => {
    const told = tell(story, 'd60');
    expect(standing(told)).toBe(becomes);
    expect(history(told)).toBe(events);
  },
);
