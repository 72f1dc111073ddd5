import { history, tell } from '../../test/support/merchant-story.js';

/** Rule: First, pair the charges. */
test.each`
  rule                                                       | story                                                                             | events
  ${'an activation 60 s after the cancel comes too late'}    | ${'d0 act 1 Old 9; d40 can 1; d40+60s act 2 New 19'}                              | ${'d0 subscribed +9, d40 unsubscribed -9, d40 resubscribed +19'}
  ${'a cancel a whole day after the activation still pairs'} | ${'d0 act 1 Old 9; d40 act 2 New 19; d41 can 1'}                                  | ${'d0 subscribed +9, d40 upgraded +10, [d41 unsubscribed]'}
  ${'a second later it does not'}                            | ${'d0 act 1 Old 9; d40 act 2 New 19; d41+1s can 1'}                               | ${'d0 subscribed +9, d40 upgraded +19, d41 downgraded -9'}
  ${'each cancel pairs once, the nearest activation first'}  | ${'d0 act 1 Old 9; d40 act 2 New 19; d40 02:00 act 3 Max 29; d40 03:00 can 1'}    | ${'d0 subscribed +9, d40 upgraded +19, d40 upgraded +20, [d40 unsubscribed]'}
  ${'each activation pairs once'}                            | ${'d0 act 1 A 5; d1 act 2 B 7; d40 act 3 C 20; d40 01:00 can 1; d40 02:00 can 2'} | ${'d0 subscribed +5, d1 upgraded +7, d40 upgraded +15, [d40 unsubscribed], d40 downgraded -7'}
  ${'ties go to the lower number of the new charge'}         | ${'d0 act 1 A 5; d40 act 3 C 20; d40 act 2 B 10; d40 can 1'}                      | ${'d0 subscribed +5, d40 upgraded +5, d40 upgraded +20, [d40 unsubscribed]'}
  ${'plans may change twice in a minute'}                    | ${'d0 act 1 A 5; d40 can 1; d40 act 2 B 10; d40+30s can 2; d40+30s act 3 C 20'}   | ${'d0 subscribed +5, d40 upgraded +5, [d40 unsubscribed], d40 upgraded +10, [d40 unsubscribed]'}
  ${'the old charge must have started earlier'}              | ${'d0 act 1 A 5; d0 01:00 act 2 B 10; d0 02:00 can 2'}                            | ${'d0 subscribed +5, d0 upgraded +10, d0 downgraded -10'}
  ${'the old charge must not have been over'}                | ${'d0 act 1 A 5; d10 can 1; d40 act 2 B 10; d40 can 1'}                           | ${'d0 subscribed +5, d10 unsubscribed -5, d40 resubscribed +10, [d40 unsubscribed]'}
  ${'from a frozen charge: first unfrozen, then the change'} | ${'d0 act 1 A 5; d10 freeze 1; d40 can 1; d40 act 2 B 10'}                        | ${'d0 subscribed +5, d10 frozen -5, d40 unfrozen +5, d40 upgraded +5, [d40 unsubscribed]'}
  ${'a cancel of an uninstall pairs with nothing older'}     | ${'d0 act 1 A 5; d40 act 2 B 10; d40 02:00 can 1; d40 02:01 uninstall'}           | ${'d0 subscribed +5, d40 upgraded +10, [d40 unsubscribed], d40 uninstalled -15'}
  ${'but with what is as near'}                              | ${'d0 act 1 A 5; d40 act 2 B 10; d40+30s can 1; d40+50s uninstall'}               | ${'d0 subscribed +5, d40 upgraded +5, [d40 unsubscribed], d40 uninstalled -10'}
  ${'an uninstall between cancel and activation parts them'} | ${'d0 act 1 A 5; d40 can 1; d40+10s uninstall; d40+30s act 2 B 10'}               | ${'d0 subscribed +5, [d40 unsubscribed], d40 uninstalled -5, d40 reinstalled, d40 resubscribed +10'}
  ${'the cancel may be repeated before the activation'}      | ${'d0 act 1 A 5; d40 can 1; d40+30s can 1; d40+31s act 2 B 10'}                   | ${'d0 subscribed +5, [d40 unsubscribed], [d40 unsubscribed], d40 upgraded +5'}
  ${'annual prices are compared by the month'}               | ${'d0 act 1 A 30; d40 can 1; d40 act 2 B 120 bill 365d'}                          | ${'d0 subscribed +30, d40 downgraded -20, [d40 unsubscribed]'}
`('$rule', ({ story, events }: Record<'story' | 'events', string>) => {
  expect(history(tell(story, 'd60'))).toBe(events);
});

/** Rule: First, pair the charges, first paragraph. */
test.each`
  rule                                                 | story                                            | events
  ${'a cancel less than 5 s after its own activation'} | ${'d0 act 1 A 5; d0+4s can 1'}                   | ${'d0 subscribed +5, [d0 unsubscribed]'}
  ${'5 s after it is a real one'}                      | ${'d0 act 1 A 5; d0+5s can 1'}                   | ${'d0 subscribed +5, d0 unsubscribed -5'}
  ${'beside another charge it is a real one'}          | ${'d0 act 1 A 5; d0+3s can 1; d0+10s act 2 B 9'} | ${'d0 subscribed +5, [d0 unsubscribed], d0 upgraded +4'}
  ${'beside an uninstall it belongs to that'}          | ${'d0 act 1 A 5; d0+3s can 1; d0+63s uninstall'} | ${'d0 subscribed +5, [d0 unsubscribed], d0 uninstalled -5'}
  ${'a minute and a second away explains nothing'}     | ${'d0 act 1 A 5; d0+3s can 1; d0+64s uninstall'} | ${'d0 subscribed +5, [d0 unsubscribed], d0 uninstalled -5'}
`('re-emitted: $rule', ({ story, events }: Record<'story' | 'events', string>) => {
  expect(history(tell(story, 'd60'))).toBe(events);
});
