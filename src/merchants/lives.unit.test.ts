import { history, shown, status, tell } from '../../test/support/merchant-story.js';

/** Rule: Then, charge by charge. */
test.each`
  rule                                                | story                                                                         | becomes                    | events
  ${'an add-on: both live'}                           | ${'d0 act 1 A 5; d10 act 2 B 7'}                                              | ${'active, 12'}            | ${'d0 subscribed +5, d10 upgraded +7'}
  ${'an activation of a live charge is nothing'}      | ${'d0 act 1 A 5; d10 act 1 A 5'}                                              | ${'active, 5'}             | ${'d0 subscribed +5'}
  ${'an activation of a frozen charge unfreezes it'}  | ${'d0 act 1 A 5; d10 freeze 1; d12 act 1 A 5'}                                | ${'active, 5'}             | ${'d0 subscribed +5, d10 frozen -5, d12 unfrozen +5'}
  ${'a cancel while others stay is not churn'}        | ${'d0 act 1 A 5; d10 act 2 B 7; d20 can 1'}                                   | ${'active, 7'}             | ${'d0 subscribed +5, d10 upgraded +7, d20 downgraded -5'}
  ${'a cancel of a frozen charge costs nothing'}      | ${'d0 act 1 A 5; d10 freeze 1; d20 can 1'}                                    | ${'churned: cancelled, 0'} | ${'d0 subscribed +5, d10 frozen -5, d20 unsubscribed +0'}
  ${'freezes and unfreezes count once each'}          | ${'d0 act 1 A 5; d10 freeze 1; d11 freeze 1; d12 unfreeze 1; d13 unfreeze 1'} | ${'active, 5'}             | ${'d0 subscribed +5, d10 frozen -5, d12 unfrozen +5'}
  ${'the price is that of the latest event row'}      | ${'d0 act 1 A 5; d10 capped 1 A 8'}                                           | ${'active, 8'}             | ${'d0 subscribed +8'}
  ${'accepted is no activation'}                      | ${'d0 accept 1 A 5'}                                                          | ${'installed, 0'}          | ${''}
  ${'an expired one-time charge is abandoned'}        | ${'d9 one-time-expire 1 Setup 50'}                                            | ${'installed, 0'}          | ${'d6 charge_abandoned +0'}
  ${'a charge that was activated is never abandoned'} | ${'d0 act 1 A 5; d10 can 1; d11 expire 1'}                                    | ${'churned: cancelled, 0'} | ${'d0 subscribed +5, d10 unsubscribed -5'}
  ${'one purchase, dated by its event'}               | ${'d3 one-time 1 Setup 50; d9 one-time-sale 1 50'}                            | ${'installed, 0'}          | ${'d3 one_time_purchase (50)'}
  ${'usage is one event with its sale'}               | ${'d3 use 1 Mails 2; d9 usage-sale 1 2; d10 usage-sale 3 4'}                  | ${'installed, 0'}          | ${'d3 usage_charge (2), d10 usage_charge (4)'}
  ${'numbers of different kinds do not meet'}         | ${'d3 one-time 1 Setup 50; d9 usage-sale 1 2'}                                | ${'installed, 0'}          | ${'d3 one_time_purchase (50), d9 usage_charge (2)'}
  ${'a pending credit has no effect'}                 | ${'d3 credit-pending 1 Sorry 5'}                                              | ${'installed, 0'}          | ${''}
`('$rule', ({ story, becomes, events }: Record<'story' | 'becomes' | 'events', string>) => {
  const told = tell(story, 'd28');
  expect(`${status(told)}, ${shown(told.mrr)}`).toBe(becomes);
  expect(history(told)).toBe(events);
});

/** Rule: A sale is evidence of life. */
test.each`
  rule                                                        | story                                                   | today     | becomes                      | events
  ${'it ends one cycle and 21 days after the last sale'}      | ${'d0 sale 1 25'}                                       | ${'d50'}  | ${'active, 25'}              | ${'d0 subscribed +25'}
  ${'and then it is over'}                                    | ${'d0 sale 1 25'}                                       | ${'d51'}  | ${'churned: cancelled, 0'}   | ${'d0 subscribed +25, d51 unsubscribed -25'}
  ${'a sale at the very end continues it'}                    | ${'d0 sale 1 25; d51 sale 1 25'}                        | ${'d60'}  | ${'active, 25'}              | ${'d0 subscribed +25'}
  ${'a later sale resubscribes'}                              | ${'d0 sale 1 25; d52 sale 1 25'}                        | ${'d60'}  | ${'active, 25'}              | ${'d0 subscribed +25, d51 unsubscribed -25, d52 resubscribed +25'}
  ${'an annual one lives a year and 21 days'}                 | ${'d0 sale 1 120 annual'}                               | ${'d385'} | ${'active, 10'}              | ${'d0 subscribed +10'}
  ${'a sale of nothing shows no life'}                        | ${'d0 sale 1 0.00'}                                     | ${'d9'}   | ${'churned: cancelled, 0'}   | ${''}
  ${'a price from an event row goes first'}                   | ${'d0 sale 1 25; d5 freeze 1 Pro 30; d9 unfreeze 1'}    | ${'d20'}  | ${'active, 30'}              | ${'d0 subscribed +30, d5 frozen -30, d9 unfrozen +30'}
  ${'its cancel ends it'}                                     | ${'d0 sale 1 25; d5 can 1 Pro 25'}                      | ${'d20'}  | ${'churned: cancelled, 0'}   | ${'d0 subscribed +25, d5 unsubscribed -25'}
  ${'an activation after it adds nothing and needs no sales'} | ${'d0 sale 1 25; d5 act 1 Pro 25'}                      | ${'d90'}  | ${'active, 25'}              | ${'d0 subscribed +25'}
  ${'not after the charge’s cancel'}                          | ${'d0 can 1 Pro 25; d5 sale 1 25'}                      | ${'d20'}  | ${'churned: cancelled, 0'}   | ${'d0 unsubscribed +0'}
  ${'not while uninstalled'}                                  | ${'d0 install; d3 uninstall; d5 sale 1 25'}             | ${'d20'}  | ${'churned: uninstalled, 0'} | ${'d0 installed, d3 uninstalled'}
  ${'then the merchant had a charge'}                         | ${'d0 install; d3 uninstall; d5 sale 1 25; d9 install'} | ${'d20'}  | ${'churned: uninstalled, 0'} | ${'d0 installed, d3 uninstalled, d9 reinstalled'}
  ${'a sale without a charge is lifetime value only'}         | ${'d0 install; d5 sale - 25'}                           | ${'d20'}  | ${'installed, 0'}            | ${'d0 installed'}
  ${'a null gross falls back to net'}                         | ${'d0 sale 1 20 net'}                                   | ${'d20'}  | ${'active, 20'}              | ${'d0 subscribed +20'}
`(
  'a sale is evidence of life: $rule',
  ({ story, today, becomes, events }: Record<'story' | 'today' | 'becomes' | 'events', string>) => {
    const told = tell(story, today);
    expect(`${status(told)}, ${shown(told.mrr)}`).toBe(becomes);
    expect(history(told)).toBe(events);
  },
);

/** Rule: First, pair the charges, "The old charge then ends exactly at the new one's activation". */
test.each`
  rule                                              | story                                                                                         | becomes         | events
  ${'an activation of it repeated'}                 | ${'d0 act 1 Old 20; d40 act 2 New 60; d40 00:01 act 1 Old 20; d40 01:00 can 1'}               | ${'active, 60'} | ${'d0 subscribed +20, d40 upgraded +40, [d40 unsubscribed]'}
  ${'the same while frozen'}                        | ${'d0 act 1 Old 20; d30 freeze 1; d40 act 2 New 60; d40 00:01 act 1 Old 20; d40 01:00 can 1'} | ${'active, 60'} | ${'d0 subscribed +20, d30 frozen -20, d40 unfrozen +20, d40 upgraded +40, [d40 unsubscribed]'}
  ${'the same inside a trial'}                      | ${'d0 act 1 Old 20 bill 14d; d5 act 2 New 60; d5 00:01 act 1 Old 20; d5 01:00 can 1'}         | ${'active, 60'} | ${'d0 trial_started +0, d5 upgraded +0, [d5 unsubscribed], d14 trial_converted +60'}
  ${'a sale of it'}                                 | ${'d0 sale 1 20; d30 act 2 New 60; d30 02:00 sale 1 20; d30 04:00 can 1 Old 20'}              | ${'active, 60'} | ${'d0 subscribed +20, d30 upgraded +40, [d30 unsubscribed]'}
  ${'a sale at the very activation'}                | ${'d0 sale 1 20; d30 act 2 New 60; d30 sale 1 20; d30 04:00 can 1 Old 20'}                    | ${'active, 60'} | ${'d0 subscribed +20, d30 upgraded +40, [d30 unsubscribed]'}
  ${'but an activation after the cancel starts it'} | ${'d0 act 1 Old 20; d40 act 2 New 60; d40 01:00 can 1; d40 02:00 act 1 Old 20'}               | ${'active, 80'} | ${'d0 subscribed +20, d40 upgraded +40, [d40 unsubscribed], d40 upgraded +20'}
`(
  'nothing revives a replaced charge before its cancel: $rule',
  ({ story, becomes, events }: Record<'story' | 'becomes' | 'events', string>) => {
    const told = tell(story, 'd60');
    expect(`${status(told)}, ${shown(told.mrr)}`).toBe(becomes);
    expect(history(told)).toBe(events);
  },
);
