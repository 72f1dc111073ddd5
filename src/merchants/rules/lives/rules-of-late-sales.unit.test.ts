import { figureOf, history, reasons, standing, tell } from '../../../../test/support/merchants/merchant-story.js';

/** Rule: Install state, what a sale beyond the lag shows of a freeze, a closing, an uninstall; and the silence after it. */
test.each`
  rule                                                    | story                                                                                                         | today     | becomes                      | events
  ${'a sale within 37 days of a freeze is an older bill'} | ${'d0 act 1 A 5; d20 freeze 1; d57 sale 1 5'}                                                                 | ${'d60'}  | ${'frozen, 0'}               | ${'d0 subscribed +5, d20 frozen -5'}
  ${'a second later it lifts the freeze'}                 | ${'d0 act 1 A 5; d20 freeze 1; d57+1s sale 1 5'}                                                              | ${'d60'}  | ${'active, 5'}               | ${'d0 subscribed +5, d20 frozen -5, d57 unfrozen +5'}
  ${'a sale of nothing does not'}                         | ${'d0 act 1 A 5; d20 freeze 1; d58 sale 1 0.00'}                                                              | ${'d60'}  | ${'frozen, 0'}               | ${'d0 subscribed +5, d20 frozen -5'}
  ${'nor the sale of another charge'}                     | ${'d0 act 2 A 5; d20 freeze 2; d58 sale 1 5'}                                                                 | ${'d60'}  | ${'frozen, 0'}               | ${'d0 subscribed +5, d20 frozen -5'}
  ${'with a return between: dated by that'}               | ${'d0 act 1 A 5; d20 freeze 1; d20 deactivate; d30 reactivate; d58 sale 1 5'}                                 | ${'d60'}  | ${'active, 5'}               | ${'d0 subscribed +5, d20 frozen -5, d20 deactivated, d30 reactivated, d30 unfrozen +5'}
  ${'by the last of several'}                             | ${'d0 act 1 A 5; d20 freeze 1; d20 deactivate; d30 reactivate; d35 deactivate; d40 reactivate; d58 sale 1 5'} | ${'d60'}  | ${'active, 5'}               | ${'d0 subscribed +5, d20 frozen -5, d20 deactivated, d30 reactivated, d35 deactivated +0, d40 reactivated +0, d40 unfrozen +5'}
  ${'also where no closing is known'}                     | ${'d0 act 1 A 5; d20 freeze 1; d30 reactivate; d58 sale 1 5'}                                                 | ${'d60'}  | ${'active, 5'}               | ${'d0 subscribed +5, d20 frozen -5, d30 reactivated, d30 unfrozen +5'}
  ${'a return before the freeze is none of it'}           | ${'d0 act 1 A 5; d10 deactivate; d15 reactivate; d20 freeze 1; d58 sale 1 5'}                                 | ${'d60'}  | ${'active, 5'}               | ${'d0 subscribed +5, d10 deactivated -5, d15 reactivated +5, d20 frozen -5, d58 unfrozen +5'}
  ${'nor is one after the sale'}                          | ${'d0 act 1 A 5; d20 freeze 1; d20 deactivate; d58 sale 1 5; d59 reactivate'}                                 | ${'d60'}  | ${'active, 5'}               | ${'d0 subscribed +5, d20 frozen -5, d20 deactivated, d58 unfrozen +5, d59 reactivated'}
  ${'an unfreeze before it was enough'}                   | ${'d0 act 1 A 5; d20 freeze 1; d25 unfreeze 1; d58 sale 1 5'}                                                 | ${'d60'}  | ${'active, 5'}               | ${'d0 subscribed +5, d20 frozen -5, d25 unfrozen +5'}
  ${'after a cancel it is an older bill'}                 | ${'d0 act 1 A 5; d20 freeze 1; d25 can 1; d58 sale 1 5'}                                                      | ${'d60'}  | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d20 frozen -5, d25 unsubscribed +0'}
  ${'frozen again is frozen'}                             | ${'d0 act 1 A 5; d20 freeze 1; d58 sale 1 5; d59 freeze 1'}                                                   | ${'d60'}  | ${'frozen, 0'}               | ${'d0 subscribed +5, d20 frozen -5, d58 unfrozen +5, d59 frozen -5'}
  ${'a freeze that is said again holds from then'}        | ${'d0 act 1 A 5; d20 freeze 1; d30 freeze 1; d58 sale 1 5'}                                                   | ${'d60'}  | ${'frozen, 0'}               | ${'d0 subscribed +5, d20 frozen -5'}
  ${'lifted by a sale, then silent: over'}                | ${'d0 act 1 A 5; d20 freeze 1; d58 sale 1 5'}                                                                 | ${'d125'} | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d20 frozen -5, d58 unfrozen +5, d125 unsubscribed -5'}
  ${'every sale after it counts anew'}                    | ${'d0 act 1 A 5; d20 freeze 1; d58 sale 1 5; d88 sale 1 5'}                                                   | ${'d154'} | ${'active, 5'}               | ${'d0 subscribed +5, d20 frozen -5, d58 unfrozen +5'}
  ${'inside a trial: converted, and lifted'}              | ${'d0 act 1 A 30 bill 14d; d5 freeze 1; d50 sale 1 30'}                                                       | ${'d60'}  | ${'active, 30'}              | ${'d0 trial_started +0, d5 frozen +0, d50 unfrozen +0, d50 trial_converted +30'}
  ${'inside a trial, with a return after its end'}        | ${'d0 act 1 A 30 bill 14d; d5 freeze 1; d20 reactivate; d50 sale 1 30'}                                       | ${'d60'}  | ${'active, 30'}              | ${'d0 trial_started +0, d5 frozen +0, d20 reactivated, d20 unfrozen +0, d20 trial_converted +30'}
  ${'within 37 days of a closing it is an older bill'}    | ${'d0 act 1 A 5; d20 deactivate; d57 sale 1 5'}                                                               | ${'d60'}  | ${'churned: deactivated, 0'} | ${'d0 subscribed +5, d20 deactivated -5'}
  ${'a second later the shop is back'}                    | ${'d0 act 1 A 5; d20 deactivate; d57+1s sale 1 5'}                                                            | ${'d60'}  | ${'active, 5'}               | ${'d0 subscribed +5, d20 deactivated -5, d57 reactivated +5'}
  ${'and the row that says so later adds nothing'}        | ${'d0 act 1 A 5; d20 deactivate; d58 sale 1 5; d59 reactivate'}                                               | ${'d60'}  | ${'active, 5'}               | ${'d0 subscribed +5, d20 deactivated -5, d58 reactivated +5'}
  ${'closed again it is lost again'}                      | ${'d0 act 1 A 5; d20 deactivate; d58 sale 1 5; d59 deactivate'}                                               | ${'d60'}  | ${'churned: deactivated, 0'} | ${'d0 subscribed +5, d20 deactivated -5, d58 reactivated +5, d59 deactivated -5'}
  ${'twice'}                                              | ${'d0 act 1 A 5; d20 deactivate; d58 sale 1 5; d59 deactivate; d99 sale 1 5'}                                 | ${'d100'} | ${'active, 5'}               | ${'d0 subscribed +5, d20 deactivated -5, d58 reactivated +5, d59 deactivated -5, d99 reactivated +5'}
  ${'a cancel meanwhile ended it for good'}               | ${'d0 act 1 A 5; d20 deactivate; d25 can 1; d58 sale 1 5'}                                                    | ${'d60'}  | ${'churned: deactivated, 0'} | ${'d0 subscribed +5, d20 deactivated -5, d25 unsubscribed +0'}
  ${'so did an uninstall'}                                | ${'d0 act 1 A 5; d20 deactivate; d25 uninstall; d26 install; d63 sale 1 5'}                                   | ${'d70'}  | ${'churned: deactivated, 0'} | ${'d0 subscribed +5, d20 deactivated -5, d25 uninstalled, d26 reinstalled'}
  ${'frozen long before the closing: both are lifted'}    | ${'d0 act 1 A 5; d10 freeze 1; d20 deactivate; d58 sale 1 5'}                                                 | ${'d60'}  | ${'active, 5'}               | ${'d0 subscribed +5, d10 frozen -5, d20 deactivated +0, d58 reactivated +0, d58 unfrozen +5'}
  ${'closed after its trial and back by a sale'}          | ${'d0 act 1 A 30 bill 14d; d16 deactivate; d60 sale 1 30'}                                                    | ${'d61'}  | ${'active, 30'}              | ${'d0 trial_started +0, d14 trial_converted +30, d16 deactivated -30, d60 reactivated +30'}
  ${'an activation of another charge breaks it'}          | ${'d0 act 1 A 5; d20 uninstall; d30 install; d31 act 2 B 7; d58 sale 1 5'}                                    | ${'d60'}  | ${'active, 7'}               | ${'d0 subscribed +5, d20 uninstalled -5, d30 reinstalled, d31 resubscribed +7'}
  ${'also at the very sale'}                              | ${'d0 act 1 A 5; d20 uninstall; d30 install; d58 act 2 B 7; d58 sale 1 5'}                                    | ${'d60'}  | ${'active, 7'}               | ${'d0 subscribed +5, d20 uninstalled -5, d30 reinstalled, d58 resubscribed +7'}
  ${'one after the sale replaces it'}                     | ${'d0 act 1 A 5; d20 uninstall; d30 install; d58 sale 1 5; d59 act 2 B 7'}                                    | ${'d60'}  | ${'active, 7'}               | ${'d0 subscribed +5, d20 uninstalled, d30 reinstalled, d59 upgraded +2'}
  ${'unbroken by no sale of nothing'}                     | ${'d0 act 1 A 5; d20 uninstall; d30 install; d58 sale 1 0.00'}                                                | ${'d60'}  | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d20 uninstalled -5, d30 reinstalled'}
  ${'unbroken, then silent: over'}                        | ${'d0 act 1 A 5; d20 uninstall; d30 install; d58 sale 1 5'}                                                   | ${'d125'} | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d20 uninstalled, d30 reinstalled, d125 unsubscribed -5'}
  ${'unbroken, activated again: no silence'}              | ${'d0 act 1 A 5; d20 uninstall; d30 install; d58 sale 1 5; d90 act 1 A 5'}                                    | ${'d300'} | ${'active, 5'}               | ${'d0 subscribed +5, d20 uninstalled, d30 reinstalled'}
  ${'known by sales, and unbroken'}                       | ${'d0 sale 1 5; d20 uninstall; d30 install; d58 sale 1 5'}                                                    | ${'d60'}  | ${'active, 5'}               | ${'d0 subscribed +5, d20 uninstalled, d30 reinstalled'}
  ${'silence that falls into a freeze waits'}             | ${'d0 sale 1 5; d60 freeze 1 A 5'}                                                                            | ${'d300'} | ${'frozen, 0'}               | ${'d0 subscribed +5, d60 frozen -5'}
  ${'and is counted anew from its end'}                   | ${'d0 sale 1 5; d60 freeze 1 A 5; d100 unfreeze 1'}                                                           | ${'d166'} | ${'active, 5'}               | ${'d0 subscribed +5, d60 frozen -5, d100 unfrozen +5'}
  ${'until then'}                                         | ${'d0 sale 1 5; d60 freeze 1 A 5; d100 unfreeze 1'}                                                           | ${'d167'} | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d60 frozen -5, d100 unfrozen +5, d167 unsubscribed -5'}
  ${'the same for a closing'}                             | ${'d0 sale 1 5; d60 deactivate; d100 reactivate'}                                                             | ${'d167'} | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d60 deactivated -5, d100 reactivated +5, d167 unsubscribed -5'}
  ${'one lifted before does not matter'}                  | ${'d0 sale 1 5; d50 freeze 1 A 5; d60 unfreeze 1'}                                                            | ${'d67'}  | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d50 frozen -5, d60 unfrozen +5, d67 unsubscribed -5'}
  ${'an activation at the very end comes first'}          | ${'d0 sale 1 5; d67 act 1 A 5'}                                                                               | ${'d99'}  | ${'active, 5'}               | ${'d0 subscribed +5'}
  ${'another charge at the very end replaces it'}         | ${'d0 sale 1 5; d67 act 2 B 9'}                                                                               | ${'d99'}  | ${'active, 9'}               | ${'d0 subscribed +5, d67 upgraded +4'}
  ${'an uninstall at the very end comes after'}           | ${'d0 sale 1 5; d67 uninstall'}                                                                               | ${'d99'}  | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d67 unsubscribed -5, d67 uninstalled'}
  ${'sales after an activation say nothing of before'}    | ${'d0 sale 1 5; d100 act 1 A 5; d130 sale 1 5'}                                                               | ${'d140'} | ${'active, 5'}               | ${'d0 subscribed +5, d67 unsubscribed -5, d100 resubscribed +5'}
  ${'a cancel long after the last sale'}                  | ${'d0 sale 1 5; d90 can 1 A 5'}                                                                               | ${'d99'}  | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d67 unsubscribed -5, [d90 unsubscribed]'}
  ${'a cancel of what was lost is no echo'}               | ${'d0 act 1 A 5; d10 deactivate; d20 can 1; d20+9s uninstall; d30 install'}                                   | ${'d60'}  | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d10 deactivated -5, d20 unsubscribed +0, d20 uninstalled, d30 reinstalled'}
  ${'nor is one of what was replaced'}                    | ${'d0 act 1 A 5; d10 act 2 B 9; d20 can 1; d20+9s uninstall'}                                                 | ${'d60'}  | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d10 upgraded +4, [d20 unsubscribed], d20 uninstalled -9'}
`('$rule', ({ story, today, becomes, events }: Record<'story' | 'today' | 'becomes' | 'events', string>) => {
  const told = tell(story, today);
  expect(standing(told)).toBe(becomes);
  expect(history(told)).toBe(events);
});

/** What keeps a charge alive, by name: for plan, status and MRR. Rule: Install state, "rule *unbroken*"; Why. */
test.each`
  rule                         | story                                                                          | today
  ${'unbroken'}                | ${'d0 act 1 A 5; d20 uninstall; d30 install; d58 sale 1 5 monthly'}            | ${'d60'}
  ${'freeze lifted by a sale'} | ${'d0 act 1 A 5; d20 freeze 1; d30 reactivate; d58 sale 1 5 monthly'}          | ${'d60'}
  ${'reactivation by a sale'}  | ${'d0 act 1 A 5; d20 deactivate; d58 sale 1 5 monthly'}                        | ${'d60'}
  ${'proven to go on'}         | ${'d0 act 1 A 50; d20 act 2 B 5; d90 sale 1 50 monthly; d95 sale 2 5 monthly'} | ${'d99'}
`('$rule is named, inferred, with its rows', ({ rule, story, today }: Record<'rule' | 'story' | 'today', string>) => {
  const { why, charges } = tell(story, today);
  const { sales } = charges[0]?.charge ?? {};
  for (const figure of ['plan', 'status', 'mrr'] as const) {
    expect(why[figure]).toMatchObject({ rule, confidence: 'inferred' });
    expect(why[figure]?.evidence).toContain(sales?.at(-1)?.id);
  }
});

test('uninstall, install and sale are the evidence of what is unbroken', () => {
  const { why } = tell('d0 act 1 A 5; d20 uninstall; d30 install; d58 sale 1 5', 'd60');
  for (const figure of ['plan', 'status', 'mrr'] as const) {
    const kinds = why[figure]?.evidence.map((id) => /[A-Z]+(?=\/\d{4}-)|AppSubscriptionSale/.exec(id)?.[0]);
    expect(kinds).toEqual(['ACTIVATED', 'UNINSTALLED', 'INSTALLED', 'AppSubscriptionSale']);
  }
});

test('what was inferred of a return says so', () => {
  expect(reasons(tell('d0 act 1 A 5; d20 deactivate; d58 sale 1 5', 'd60'))).toBe(
    'd0 subscribed: subscription, stated; d20 deactivated: deactivation, stated; d58 reactivated: reactivation by a sale, inferred',
  );
  expect(reasons(tell('d0 act 1 A 5; d20 deactivate; d25 act 2 B 5', 'd60'))).toContain(
    'd25 reactivated: assumed reactivation, assumed; d25 resubscribed: subscription, stated',
  );
});

test.each`
  story                                                       | today     | next
  ${'d0 act 1 A 5; d20 uninstall; d30 install; d58 sale 1 5'} | ${'d60'}  | ${'2026-05-06'}
  ${'d0 sale 1 5; d60 freeze 1 A 5'}                          | ${'d62'}  | ${'–'}
  ${'d0 sale 1 5; d60 freeze 1 A 5; d100 unfreeze 1'}         | ${'d101'} | ${'2026-06-17'}
  ${'d0 sale 1 5; d5 act 1 A 5'}                              | ${'d67'}  | ${'–'}
`('$story changes next on $next', ({ story, today, next }: Record<'story' | 'today' | 'next', string>) => {
  expect(figureOf(tell(story, today), 'next change')).toBe(next);
});
