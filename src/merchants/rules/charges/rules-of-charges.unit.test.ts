import { figureOf, history, reasons, standing, tell } from '../../../../test/support/merchants/merchant-story.js';

/** Rule: Then, charge by charge. */
test.each`
  rule                                                 | story                                                                         | becomes                    | events
  ${'the first charge subscribes'}                     | ${'d0 act 1 A 5'}                                                             | ${'active, 5'}             | ${'d0 subscribed +5'}
  ${'a later one resubscribes'}                        | ${'d0 act 1 A 5; d10 can 1; d20 act 2 B 7'}                                   | ${'active, 7'}             | ${'d0 subscribed +5, d10 unsubscribed -5, d20 resubscribed +7'}
  ${'so does the same one'}                            | ${'d0 act 1 A 5; d10 can 1; d20 act 1 A 5'}                                   | ${'active, 5'}             | ${'d0 subscribed +5, d10 unsubscribed -5, d20 resubscribed +5'}
  ${'a free plan is a subscription'}                   | ${'d0 act 1 Free 0; d10 can 1; d20 act 2 B 7'}                                | ${'active, 7'}             | ${'d0 subscribed +0, d10 unsubscribed +0, d20 resubscribed +7'}
  ${'a trial that never converted is none'}            | ${'d0 act 1 A 5 bill 14d; d9 can 1; d20 act 2 B 7'}                           | ${'active, 7'}             | ${'d0 trial_started +0, d9 unsubscribed +0, d20 subscribed +7'}
  ${'beside a frozen charge it replaces it'}           | ${'d0 act 1 A 5; d10 freeze 1; d20 act 2 B 7'}                                | ${'active, 7'}             | ${'d0 subscribed +5, d10 frozen -5, d20 unfrozen +5, d20 upgraded +2'}
  ${'an add-on in another currency'}                   | ${'d-100 act 1 A 5; d-80 act 2 B 7 EUR; d-5 sale 1 5'}                        | ${'active, 7 EUR + 5'}     | ${'d-100 subscribed +5, d-80 upgraded +7 EUR'}
  ${'a lower price is a downgrade'}                    | ${'d0 act 1 A 9; d10 can 1; d10 act 2 B 5'}                                   | ${'active, 5'}             | ${'d0 subscribed +9, d10 downgraded -4, [d10 unsubscribed]'}
  ${'the same price is an upgrade by nothing'}         | ${'d0 act 1 A 9; d10 can 1; d10 act 2 B 9'}                                   | ${'active, 9'}             | ${'d0 subscribed +9, d10 upgraded +0, [d10 unsubscribed]'}
  ${'to a free plan is a downgrade'}                   | ${'d0 act 1 A 9; d10 can 1; d10 act 2 Free 0'}                                | ${'active: free, 0'}       | ${'d0 subscribed +9, d10 downgraded -9, [d10 unsubscribed]'}
  ${'an add-on: both live'}                            | ${'d-100 act 1 A 5; d-80 act 2 B 7; d-5 sale 1 5'}                            | ${'active, 12'}            | ${'d-100 subscribed +5, d-80 upgraded +7'}
  ${'an activation of a live charge is nothing'}       | ${'d0 act 1 A 5; d10 act 1 A 5'}                                              | ${'active, 5'}             | ${'d0 subscribed +5'}
  ${'an activation of a frozen charge unfreezes it'}   | ${'d0 act 1 A 5; d10 freeze 1; d12 act 1 A 5'}                                | ${'active, 5'}             | ${'d0 subscribed +5, d10 frozen -5, d12 unfrozen +5'}
  ${'a cancel while others stay is not churn'}         | ${'d-100 act 1 A 5; d-80 act 2 B 7; d-5 sale 1 5; d20 can 1'}                 | ${'active, 7'}             | ${'d-100 subscribed +5, d-80 upgraded +7, d20 downgraded -5'}
  ${'a cancel of a frozen charge costs nothing'}       | ${'d0 act 1 A 5; d10 freeze 1; d20 can 1'}                                    | ${'churned: cancelled, 0'} | ${'d0 subscribed +5, d10 frozen -5, d20 unsubscribed +0'}
  ${'a cancel while others are frozen is not churn'}   | ${'d-100 act 1 A 5; d-80 act 2 B 7; d-5 sale 1 5; d12 freeze 1; d20 can 2'}   | ${'frozen, 0'}             | ${'d-100 subscribed +5, d-80 upgraded +7, d12 frozen -5, d20 downgraded -7'}
  ${'nor is one of a frozen charge while others stay'} | ${'d-100 act 1 A 5; d-80 act 2 B 7; d-5 sale 1 5; d12 freeze 1; d20 can 1'}   | ${'active, 7'}             | ${'d-100 subscribed +5, d-80 upgraded +7, d12 frozen -5, d20 downgraded +0'}
  ${'all cancelled at one instant: the last one is'}   | ${'d-100 act 1 A 5; d-80 act 2 B 7; d-5 sale 1 5; d20 can 1; d20 can 2'}      | ${'churned: cancelled, 0'} | ${'d-100 subscribed +5, d-80 upgraded +7, d20 downgraded -5, d20 unsubscribed -7'}
  ${'a cancel of a charge never seen shows nothing'}   | ${'d0 install; d10 can 1 A 5'}                                                | ${'installed, 0'}          | ${'d0 installed'}
  ${'nor does it beside a live one'}                   | ${'d0 act 1 A 5; d10 can 2 B 7'}                                              | ${'active, 5'}             | ${'d0 subscribed +5'}
  ${'a second cancel ends nothing'}                    | ${'d0 act 1 A 5; d10 can 1; d12 can 1'}                                       | ${'churned: cancelled, 0'} | ${'d0 subscribed +5, d10 unsubscribed -5, [d12 unsubscribed]'}
  ${'an unfreeze of what was not frozen is nothing'}   | ${'d0 act 1 A 5; d10 unfreeze 1'}                                             | ${'active, 5'}             | ${'d0 subscribed +5'}
  ${'frozen by itself is no life'}                     | ${'d0 install; d10 freeze 1 A 5; d12 unfreeze 1'}                             | ${'installed, 0'}          | ${'d0 installed'}
  ${'freezes and unfreezes count once each'}           | ${'d0 act 1 A 5; d10 freeze 1; d11 freeze 1; d12 unfreeze 1; d13 unfreeze 1'} | ${'active, 5'}             | ${'d0 subscribed +5, d10 frozen -5, d12 unfrozen +5'}
  ${'the price is that of the latest event row'}       | ${'d0 act 1 A 5; d10 capped 1 A 8'}                                           | ${'active, 8'}             | ${'d0 subscribed +8'}
  ${'accepted is no activation'}                       | ${'d0 accept 1 A 5'}                                                          | ${'installed, 0'}          | ${''}
  ${'nor a cap, nor its approach'}                     | ${'d0 act 1 A 5; d3 capped 1; d4 near-cap 1'}                                 | ${'active, 5'}             | ${'d0 subscribed +5'}
  ${'declined: dated as it came'}                      | ${'d9 accept 1 A 5; d9+9s decline 1'}                                         | ${'installed, 0'}          | ${'d9 charge_abandoned +0'}
  ${'declined and expired: once'}                      | ${'d9 decline 1 A 5; d12 expire 1'}                                           | ${'installed, 0'}          | ${'d9 charge_abandoned +0'}
  ${'expired: dated 60 h back'}                        | ${'d0 install; d20 12:00 expire 1 A 5'}                                       | ${'installed, 0'}          | ${'d0 installed, d18 charge_abandoned +0'}
  ${'never before the last install before it'}         | ${'d0 install; d5 uninstall; d19 install; d20 12:00 expire 1 A 5'}            | ${'installed, 0'}          | ${'d0 installed, d5 uninstalled, d19 reinstalled, d19 charge_abandoned +0'}
  ${'an install after it does not matter'}             | ${'d0 install; d5 uninstall; d20 12:00 expire 1 A 5; d21 install'}            | ${'installed, 0'}          | ${'d0 installed, d5 uninstalled, d18 charge_abandoned +0, d21 reinstalled'}
  ${'a declined one-time charge is abandoned'}         | ${'d9 one-time-decline 1 Setup 50'}                                           | ${'installed, 0'}          | ${'d9 charge_abandoned +0'}
  ${'an expired one-time charge is abandoned'}         | ${'d9 one-time-expire 1 Setup 50'}                                            | ${'installed, 0'}          | ${'d6 charge_abandoned +0'}
  ${'a charge that was activated is never abandoned'}  | ${'d0 act 1 A 5; d10 can 1; d11 expire 1'}                                    | ${'churned: cancelled, 0'} | ${'d0 subscribed +5, d10 unsubscribed -5'}
  ${'one purchase, dated by its event'}                | ${'d3 one-time 1 Setup 50; d9 one-time-sale 1 50'}                            | ${'installed, 0'}          | ${'d3 one_time_purchase (50)'}
  ${'usage is one event with its sale'}                | ${'d3 use 1 Mails 2; d9 usage-sale 1 2; d10 usage-sale 3 4'}                  | ${'installed, 0'}          | ${'d3 usage_charge (2), d10 usage_charge (4)'}
  ${'numbers of different kinds do not meet'}          | ${'d3 one-time 1 Setup 50; d9 usage-sale 1 2'}                                | ${'installed, 0'}          | ${'d3 one_time_purchase (50), d9 usage_charge (2)'}
  ${'a failed credit has no effect'}                   | ${'d3 credit 1 Sorry 5; d4 credit-failed 2 Sorry 5'}                          | ${'installed, 0'}          | ${'d3 credit (-5)'}
  ${'a credit is one event with its transaction'}      | ${'d3 credit 1 Sorry 5; d9 credit-sale 1 -5'}                                 | ${'installed, 0'}          | ${'d3 credit (-5)'}
  ${'a transaction alone is dated by itself'}          | ${'d9 one-time-sale 1 50'}                                                    | ${'installed, 0'}          | ${'d9 one_time_purchase (50)'}
  ${'what was settled is the amount'}                  | ${'d3 one-time 1 Setup 50; d9 one-time-sale 1 40'}                            | ${'installed, 0'}          | ${'d3 one_time_purchase (40)'}
  ${'a refund is shown with its sign'}                 | ${'d3 adjustment 1 -5'}                                                       | ${'installed, 0'}          | ${'d3 refund (-5)'}
  ${'an unknown type has no effect'}                   | ${'d0 install; d3 unknown 1 A 5; d4 unknown-sale 1 9'}                        | ${'installed, 0'}          | ${'d0 installed'}
  ${'also on the price of its charge'}                 | ${'d0 act 1 A 5; d3 unknown 1 A 9'}                                           | ${'active, 5'}             | ${'d0 subscribed +5'}
  ${'also on whether it is a test'}                    | ${'d0 act 1 A 5; d3 unknown 1 A 5 test'}                                      | ${'active, 5'}             | ${'d0 subscribed +5'}
  ${'a pending credit has no effect'}                  | ${'d3 credit-pending 1 Sorry 5'}                                              | ${'installed, 0'}          | ${''}
`('$rule', ({ story, becomes, events }: Record<'story' | 'becomes' | 'events', string>) => {
  const told = tell(story, 'd28');
  expect(standing(told)).toBe(becomes);
  expect(history(told)).toBe(events);
});

/** Rule: Then, charge by charge: how sure each line is. */
test.each`
  story                                     | why
  ${'d0 act 1 A 5'}                         | ${'d0 subscribed: subscription, stated'}
  ${'d0 sale 1 5'}                          | ${'d0 subscribed: sale as evidence of life, inferred'}
  ${'d0 sale 1 5 net'}                      | ${'d0 subscribed: sale as evidence of life, assumed'}
  ${'d0 sale 1 5 net; d1 capped 1 A 5'}     | ${'d0 subscribed: sale as evidence of life, inferred'}
  ${'d0 one-time-sale 1 5 net'}             | ${'d0 one_time_purchase: purchase, assumed'}
  ${'d0 uninstall; d1 act 1 A 5'}           | ${'d0 uninstalled: uninstall, stated; d1 reinstalled: assumed reinstall, assumed; d1 subscribed: subscription, stated'}
  ${'d0 act 1 A 5; d9 can 1; d9 act 2 B 7'} | ${'d0 subscribed: subscription, stated; d9 upgraded: plan change, stated; d9 unsubscribed: plan change, stated'}
  ${'d0 act 1 A 5; d9 uninstall; d9 can 1'} | ${'d0 subscribed: subscription, stated; d9 unsubscribed: cancel of an uninstall, stated; d9 uninstalled: uninstall, stated'}
`('$story: $why', ({ story, why }: Record<'story' | 'why', string>) => {
  expect(reasons(tell(story, 'd28'))).toBe(why);
});

test('a lone row of an unknown type and a later date changes no date either', () => {
  expect(figureOf(tell('d0 act 1 A 5; d40 unknown 1', 'd9'), 'next change')).toBe('2026-03-09');
});
