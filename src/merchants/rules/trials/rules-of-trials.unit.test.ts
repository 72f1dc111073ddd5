import { figureOf, history, reasons, standing, tell } from '../../../../test/support/merchants/merchant-story.js';

/** Rule: Trials. */
test.each`
  rule                                                          | story                                                                                           | today     | becomes                        | events
  ${'two days are no trial'}                                    | ${'d0 act 1 A 30 bill 2d'}                                                                      | ${'d1'}   | ${'active, 30'}                | ${'d0 subscribed +30'}
  ${'a second more is one'}                                     | ${'d0 act 1 A 30 bill 2d+1s'}                                                                   | ${'d1'}   | ${'trialing, 0'}               | ${'d0 trial_started +0'}
  ${'a cycle less a day and a second is one'}                   | ${'d0 act 1 A 30 bill 29d-1s'}                                                                  | ${'d1'}   | ${'trialing, 0'}               | ${'d0 trial_started +0'}
  ${'28 days are one'}                                          | ${'d0 act 1 A 30 bill 28d'}                                                                     | ${'d1'}   | ${'trialing, 0'}               | ${'d0 trial_started +0'}
  ${'a cycle less a day is none'}                               | ${'d0 act 1 A 30 bill 29d'}                                                                     | ${'d1'}   | ${'active, 30'}                | ${'d0 subscribed +30'}
  ${'31 days are a cycle'}                                      | ${'d0 act 1 A 30 bill 31d'}                                                                     | ${'d1'}   | ${'active, 30'}                | ${'d0 subscribed +30'}
  ${'32 days are more than one'}                                | ${'d0 act 1 A 30 bill 32d'}                                                                     | ${'d1'}   | ${'trialing, 0'}               | ${'d0 trial_started +0'}
  ${'a second less is a cycle'}                                 | ${'d0 act 1 A 30 bill 32d-1s'}                                                                  | ${'d1'}   | ${'active, 30'}                | ${'d0 subscribed +30'}
  ${'up to 360 days, where it is known to be monthly'}          | ${'d0 act 1 A 30 bill 360d; d370 sale 1 30 monthly'}                                            | ${'d359'} | ${'active, 2.50'}              | ${'d0 subscribed +2.50'}
  ${'then it is a trial, once that is known'}                   | ${'d0 act 1 A 30 bill 360d; d370 sale 1 30 monthly'}                                            | ${'d370'} | ${'active, 30'}                | ${'d0 trial_started +0, d360 trial_converted +30'}
  ${'more than 360 days are none'}                              | ${'d0 act 1 A 30 bill 360d+1s; d370 sale 1 30 monthly'}                                         | ${'d370'} | ${'active, 30'}                | ${'d0 subscribed +30'}
  ${'a bill in the past is none'}                               | ${'d0 act 1 A 30 bill -1d'}                                                                     | ${'d1'}   | ${'active, 30'}                | ${'d0 subscribed +30'}
  ${'no billing date, no trial'}                                | ${'d0 act 1 A 30'}                                                                              | ${'d1'}   | ${'active, 30'}                | ${'d0 subscribed +30'}
  ${'an annual plan just short of 360 days has one'}            | ${'d0 act 1 Yearly 120 bill 360d-1s'}                                                           | ${'d1'}   | ${'trialing, 0'}               | ${'d0 trial_started +0'}
  ${'an annual plan of 32 days has one'}                        | ${'d0 act 1 Yearly 120 bill 30d'}                                                               | ${'d1'}   | ${'trialing, 0'}               | ${'d0 trial_started +0'}
  ${'an annual plan with a short gap has one'}                  | ${'d0 act 1 Yearly 120 bill 14d'}                                                               | ${'d1'}   | ${'trialing, 0'}               | ${'d0 trial_started +0'}
  ${'an annual plan a year ahead has none'}                     | ${'d0 act 1 Yearly 120 bill 360d'}                                                              | ${'d1'}   | ${'active, 10'}                | ${'d0 subscribed +10'}
  ${'a free plan has none'}                                     | ${'d0 act 1 Free 0 bill 14d'}                                                                   | ${'d1'}   | ${'active: free, 0'}           | ${'d0 subscribed +0'}
  ${'who paid before has none'}                                 | ${'d0 act 1 A 30; d40 can 1; d60 act 2 A 30 bill 14d'}                                          | ${'d61'}  | ${'active, 30'}                | ${'d0 subscribed +30, d40 unsubscribed -30, d60 resubscribed +30'}
  ${'who paid nothing but a free plan has one'}                 | ${'d0 act 1 Free 0; d40 can 1; d60 act 2 A 30 bill 14d'}                                        | ${'d61'}  | ${'trialing, 0'}               | ${'d0 subscribed +0, d40 unsubscribed +0, d60 trial_started +0'}
  ${'who paid on a charge never seen alive has none'}           | ${'d0 install; d1 uninstall; d2 sale 1 9; d9 install; d60 act 2 A 30 bill 14d'}                 | ${'d61'}  | ${'active, 30'}                | ${'d0 installed, d1 uninstalled, d9 reinstalled, d60 resubscribed +30'}
  ${'in place of a paying charge there is none'}                | ${'d0 act 1 A 30; d9 act 2 B 20 bill 14d'}                                                      | ${'d10'}  | ${'active, 20'}                | ${'d0 subscribed +30, d9 downgraded -10'}
  ${'one of the same instant is no earlier one'}                | ${'d0 act 1 A 30; d0 act 2 B 20 bill 14d'}                                                      | ${'d10'}  | ${'trialing, 0'}               | ${'d0 subscribed +30, d0 downgraded -30, d0 trial_started +0'}
  ${'a switch at its end with a date of its own has none'}      | ${'d0 act 1 A 30 bill 14d; d14 can 1; d14 act 2 B 50 bill 14d'}                                 | ${'d15'}  | ${'active, 50'}                | ${'d0 trial_started +0, d14 trial_converted +30, d14 upgraded +20, [d14 unsubscribed]'}
  ${'who only tried before has another'}                        | ${'d0 act 1 A 30 bill 14d; d9 can 1; d60 act 2 A 30 bill 14d'}                                  | ${'d61'}  | ${'trialing, 0'}               | ${'d0 trial_started +0, d9 unsubscribed +0, d60 trial_started +0'}
  ${'and then subscribes for the first time'}                   | ${'d0 act 1 A 30 bill 14d; d9 can 1; d60 act 2 A 30'}                                           | ${'d61'}  | ${'active, 30'}                | ${'d0 trial_started +0, d9 unsubscribed +0, d60 subscribed +30'}
  ${'a sale inside converts at its date'}                       | ${'d0 act 1 A 30 bill 14d; d5 sale 1 30'}                                                       | ${'d6'}   | ${'active, 30'}                | ${'d0 trial_started +0, d5 trial_converted +30'}
  ${'a sale of nothing does not'}                               | ${'d0 act 1 A 30 bill 14d; d5 sale 1 0.00'}                                                     | ${'d6'}   | ${'trialing, 0'}               | ${'d0 trial_started +0'}
  ${'nor does one at the very start prevent it'}                | ${'d0 act 1 A 30 bill 14d; d0 sale 1 0.00'}                                                     | ${'d5'}   | ${'trialing, 0'}               | ${'d0 trial_started +0'}
  ${'a payment at the very start converts it'}                  | ${'d0 act 1 A 30 bill 14d; d0 sale 1 30'}                                                       | ${'d5'}   | ${'active, 30'}                | ${'d0 trial_started +0, d0 trial_converted +30'}
  ${'a sale of nothing on another charge is no payment'}        | ${'d0 act 1 A 30 bill 14d; d5 sale 1 0.00; d9 can 1; d20 act 2 B 40 bill 14d'}                  | ${'d21'}  | ${'trialing, 0'}               | ${'d0 trial_started +0, d9 unsubscribed +0, d20 trial_started +0'}
  ${'nor is it a subscription before'}                          | ${'d0 act 1 A 30 bill 14d; d5 sale 1 0.00; d9 can 1; d20 act 2 B 40'}                           | ${'d21'}  | ${'active, 40'}                | ${'d0 trial_started +0, d9 unsubscribed +0, d20 subscribed +40'}
  ${'a sale of nothing at its end is no payment'}               | ${'d0 act 1 A 30 bill 14d; d14 sale 1 0.00; d16 can 1'}                                         | ${'d53'}  | ${'churned: trial_expired, 0'} | ${'d0 trial_started +0, d14 trial_expired +0'}
  ${'free to paid with a trial'}                                | ${'d0 act 1 Free 0; d20 can 1; d20 act 2 A 30 bill 14d'}                                        | ${'d21'}  | ${'trialing, 0'}               | ${'d0 subscribed +0, d20 upgraded +0, d20 trial_started +0, [d20 unsubscribed]'}
  ${'and its end'}                                              | ${'d0 act 1 Free 0; d20 can 1; d20 act 2 A 30 bill 14d'}                                        | ${'d34'}  | ${'active, 30'}                | ${'d0 subscribed +0, d20 upgraded +0, d20 trial_started +0, [d20 unsubscribed], d34 trial_converted +30'}
  ${'a switch keeps the original end'}                          | ${'d0 act 1 A 30 bill 14d; d5 can 1; d5 act 2 B 20 bill 30d'}                                   | ${'d14'}  | ${'active, 20'}                | ${'d0 trial_started +0, d5 downgraded +0, [d5 unsubscribed], d14 trial_converted +20'}
  ${'over two switches'}                                        | ${'d0 act 1 A 30 bill 14d; d5 can 1; d5 act 2 B 20 bill 30d; d9 can 2; d9 act 3 C 40 bill 14d'} | ${'d14'}  | ${'active, 40'}                | ${'d0 trial_started +0, d5 downgraded +0, [d5 unsubscribed], d9 upgraded +0, [d9 unsubscribed], d14 trial_converted +40'}
  ${'one of the old plan that lands after the switch, too'}     | ${'d0 act 1 A 30 bill 14d; d5 can 1; d5 act 2 B 20; d9 sale 1 30'}                              | ${'d10'}  | ${'active, 20'}                | ${'d0 trial_started +0, d5 downgraded +0, [d5 unsubscribed], d9 trial_converted +20'}
  ${'and shows that the trial was paid for'}                    | ${'d0 act 1 A 30 bill 14d; d5 can 1; d5 act 2 B 20; d16 sale 1 30; d20 can 2'}                  | ${'d40'}  | ${'churned: cancelled, 0'}     | ${'d0 trial_started +0, d5 downgraded +0, [d5 unsubscribed], d14 trial_converted +20, d20 unsubscribed -20'}
  ${'a sale inside on the new plan converts'}                   | ${'d0 act 1 A 30 bill 14d; d5 can 1; d5 act 2 B 20; d9 sale 2 20'}                              | ${'d10'}  | ${'active, 20'}                | ${'d0 trial_started +0, d5 downgraded +0, [d5 unsubscribed], d9 trial_converted +20'}
  ${'converted by a sale, then switched: by the difference'}    | ${'d0 act 1 A 30 bill 14d; d3 sale 1 30; d5 can 1; d5 act 2 B 20 bill 14d'}                     | ${'d10'}  | ${'active, 20'}                | ${'d0 trial_started +0, d3 trial_converted +30, d5 downgraded -10, [d5 unsubscribed]'}
  ${'a switch across currencies'}                               | ${'d0 act 1 A 30 bill 14d; d5 can 1; d5 act 2 B 20 EUR'}                                        | ${'d14'}  | ${'active, 20 EUR'}            | ${'d0 trial_started +0, d5 downgraded +0, d5 upgraded +0 EUR, [d5 unsubscribed], d14 trial_converted +20 EUR'}
  ${'a switch out of a freeze'}                                 | ${'d0 act 1 A 30 bill 14d; d3 freeze 1; d5 can 1; d5 act 2 B 20'}                               | ${'d14'}  | ${'active, 20'}                | ${'d0 trial_started +0, d3 frozen +0, d5 unfrozen +0, d5 downgraded +0, [d5 unsubscribed], d14 trial_converted +20'}
  ${'a switch to a free plan ends it'}                          | ${'d0 act 1 A 30 bill 14d; d5 can 1; d5 act 2 Free 0'}                                          | ${'d6'}   | ${'active: free, 0'}           | ${'d0 trial_started +0, d5 downgraded +0, [d5 unsubscribed]'}
  ${'a switch at its end finds it converted'}                   | ${'d0 act 1 A 30 bill 14d; d14 can 1; d14 act 2 B 50'}                                          | ${'d20'}  | ${'active, 50'}                | ${'d0 trial_started +0, d14 trial_converted +30, d14 upgraded +20, [d14 unsubscribed]'}
  ${'a sale a second before its end converts at its date'}      | ${'d0 act 1 A 30 bill 14d; d13 23:59+59s sale 1 30'}                                            | ${'d20'}  | ${'active, 30'}                | ${'d0 trial_started +0, d13 trial_converted +30'}
  ${'ended inside, whatever was billed later'}                  | ${'d0 act 1 A 30 bill 14d; d9 can 1; d12 sale 1 30'}                                            | ${'d50'}  | ${'churned: cancelled, 0'}     | ${'d0 trial_started +0, d9 unsubscribed +0'}
  ${'ended a second before its end'}                            | ${'d0 act 1 A 30 bill 14d; d13 23:59+59s can 1'}                                                | ${'d50'}  | ${'churned: cancelled, 0'}     | ${'d0 trial_started +0, d13 unsubscribed +0'}
  ${'ended at its end: after it'}                               | ${'d0 act 1 A 30 bill 14d; d14 can 1'}                                                          | ${'d51'}  | ${'churned: trial_expired, 0'} | ${'d0 trial_started +0, d14 trial_expired +0'}
  ${'ended inside, in place of a free plan'}                    | ${'d0 act 1 Free 0; d5 act 2 A 30 bill 14d; d9 can 2'}                                          | ${'d50'}  | ${'churned: cancelled, 0'}     | ${'d0 subscribed +0, d5 upgraded +0, d5 trial_started +0, d9 unsubscribed +0'}
  ${'ended inside by an uninstall'}                             | ${'d0 act 1 A 30 bill 14d; d9 uninstall'}                                                       | ${'d50'}  | ${'churned: uninstalled, 0'}   | ${'d0 trial_started +0, d9 uninstalled +0'}
  ${'ended after it, not yet known to be unpaid'}               | ${'d0 act 1 A 30 bill 14d; d16 can 1'}                                                          | ${'d52'}  | ${'churned: cancelled, 0'}     | ${'d0 trial_started +0, d14 trial_converted +30, d16 unsubscribed -30'}
  ${'ended after it and never paid'}                            | ${'d0 act 1 A 30 bill 14d; d16 can 1'}                                                          | ${'d53'}  | ${'churned: trial_expired, 0'} | ${'d0 trial_started +0, d14 trial_expired +0'}
  ${'a sale on the last day of the lag is a payment'}           | ${'d0 act 1 A 30 bill 14d; d16 can 1; d53 sale 1 30'}                                           | ${'d60'}  | ${'churned: cancelled, 0'}     | ${'d0 trial_started +0, d14 trial_converted +30, d16 unsubscribed -30'}
  ${'a second later it is none'}                                | ${'d0 act 1 A 30 bill 14d; d16 can 1; d53+1s sale 1 30'}                                        | ${'d60'}  | ${'churned: trial_expired, 0'} | ${'d0 trial_started +0, d14 trial_expired +0'}
  ${'ended much later and never paid'}                          | ${'d0 act 1 A 30 bill 14d; d90 can 1'}                                                          | ${'d127'} | ${'churned: trial_expired, 0'} | ${'d0 trial_started +0, d14 trial_expired +0'}
  ${'an answer at its end says that it went on'}                | ${'d0 act 1 A 30 bill 14d; d14 answer 1 A 30; d21 can 1'}                                       | ${'d70'}  | ${'churned: cancelled, 0'}     | ${'d0 trial_started +0, d14 trial_converted +30, d21 unsubscribed -30'}
  ${'one at the end of the charge says nothing of it'}          | ${'d0 act 1 A 30 bill 14d; d21 can 1; d21 answer 1 A 30'}                                       | ${'d70'}  | ${'churned: trial_expired, 0'} | ${'d0 trial_started +0, d14 trial_expired +0'}
  ${'nor one while it was frozen over the end, until it ended'} | ${'d0 act 1 A 30 bill 14d; d5 freeze 1; d16 answer 1 A 30; d20 can 1'}                          | ${'d70'}  | ${'churned: trial_expired, 0'} | ${'d0 trial_started +0, d5 frozen +0, d14 trial_expired +0'}
  ${'a stated one of an older charge, too'}                     | ${'d0 act 1 A 30; d1 answer 1 A 30 until d14; d15 answer 1 A 30; d21 can 1'}                    | ${'d70'}  | ${'churned: cancelled, 0'}     | ${'d0 trial_started +0, d14 trial_converted +30, d21 unsubscribed -30'}
  ${'expired, uninstalled, and back without a charge'}          | ${'d0 act 1 A 30 bill 14d; d16 uninstall; d38 install'}                                         | ${'d60'}  | ${'churned: trial_expired, 0'} | ${'d0 trial_started +0, d14 trial_expired +0, d16 uninstalled +0, d38 reinstalled'}
  ${'expired in place of a free plan'}                          | ${'d0 act 1 Free 0; d0 act 2 A 30 bill 14d; d16 uninstall; d38 install'}                        | ${'d60'}  | ${'churned: trial_expired, 0'} | ${'d0 subscribed +0, d0 upgraded +0, d0 trial_started +0, d14 trial_expired +0, d16 uninstalled +0, d38 reinstalled'}
  ${'expired, then subscribed for the first time'}              | ${'d0 act 1 A 30 bill 14d; d16 can 1; d60 act 2 B 50'}                                          | ${'d61'}  | ${'active, 50'}                | ${'d0 trial_started +0, d14 trial_expired +0, d60 subscribed +50'}
  ${'expired, then uninstalled'}                                | ${'d0 act 1 A 30 bill 14d; d16 uninstall'}                                                      | ${'d60'}  | ${'churned: uninstalled, 0'}   | ${'d0 trial_started +0, d14 trial_expired +0, d16 uninstalled +0'}
  ${'replaced after it is not expired'}                         | ${'d0 act 1 A 30 bill 14d; d16 can 1; d16 act 2 B 50'}                                          | ${'d40'}  | ${'active, 50'}                | ${'d0 trial_started +0, d14 trial_converted +30, d16 upgraded +20, [d16 unsubscribed]'}
  ${'a sale lands while frozen'}                                | ${'d0 act 1 A 30 bill 14d; d5 freeze 1; d15 sale 1 30'}                                         | ${'d20'}  | ${'frozen, 0'}                 | ${'d0 trial_started +0, d5 frozen +0, d15 trial_converted +0'}
  ${'and carries 0 until unfrozen'}                             | ${'d0 act 1 A 30 bill 14d; d5 freeze 1; d15 sale 1 30; d25 unfreeze 1'}                         | ${'d30'}  | ${'active, 30'}                | ${'d0 trial_started +0, d5 frozen +0, d15 trial_converted +0, d25 unfrozen +30'}
  ${'frozen over the end: converts at the unfreeze'}            | ${'d0 act 1 A 30 bill 14d; d5 freeze 1; d25 unfreeze 1'}                                        | ${'d30'}  | ${'active, 30'}                | ${'d0 trial_started +0, d5 frozen +0, d25 unfrozen +0, d25 trial_converted +30'}
  ${'frozen at the very end: converted before'}                 | ${'d0 act 1 A 30 bill 14d; d14 freeze 1'}                                                       | ${'d30'}  | ${'frozen, 0'}                 | ${'d0 trial_started +0, d14 trial_converted +30, d14 frozen -30'}
  ${'unfrozen at the very end: converts after'}                 | ${'d0 act 1 A 30 bill 14d; d5 freeze 1; d14 unfreeze 1'}                                        | ${'d30'}  | ${'active, 30'}                | ${'d0 trial_started +0, d5 frozen +0, d14 unfrozen +0, d14 trial_converted +30'}
  ${'frozen over the end and not unfrozen'}                     | ${'d0 act 1 A 30 bill 14d; d5 freeze 1'}                                                        | ${'d30'}  | ${'frozen, 0'}                 | ${'d0 trial_started +0, d5 frozen +0'}
  ${'frozen over the end, unfrozen by a plan change'}           | ${'d0 act 1 A 30 bill 14d; d5 freeze 1; d25 can 1; d25 act 2 B 50'}                             | ${'d30'}  | ${'active, 50'}                | ${'d0 trial_started +0, d5 frozen +0, d25 unfrozen +0, d25 trial_converted +30, d25 upgraded +20, [d25 unsubscribed]'}
  ${'frozen over the end, ended before it was ever paid'}       | ${'d0 act 1 A 30 bill 14d; d5 freeze 1; d20 can 1'}                                             | ${'d60'}  | ${'churned: trial_expired, 0'} | ${'d0 trial_started +0, d5 frozen +0, d14 trial_expired +0'}
  ${'frozen over the end, unfrozen, ended unpaid'}              | ${'d0 act 1 A 30 bill 14d; d5 freeze 1; d25 unfreeze 1; d30 can 1'}                             | ${'d70'}  | ${'churned: trial_expired, 0'} | ${'d0 trial_started +0, d5 frozen +0, d14 trial_expired +0, d25 unfrozen +0'}
  ${'frozen and thawed inside'}                                 | ${'d0 act 1 A 30 bill 14d; d5 freeze 1; d9 unfreeze 1'}                                         | ${'d10'}  | ${'trialing, 0'}               | ${'d0 trial_started +0, d5 frozen +0, d9 unfrozen +0'}
  ${'deactivated inside, reactivated after the end'}            | ${'d0 act 1 A 30 bill 14d; d5 deactivate; d25 reactivate'}                                      | ${'d30'}  | ${'active, 30'}                | ${'d0 trial_started +0, d5 deactivated +0, d25 reactivated +30'}
  ${'at the very end: converts after the return'}               | ${'d0 act 1 A 30 bill 14d; d5 deactivate; d14 reactivate'}                                      | ${'d30'}  | ${'active, 30'}                | ${'d0 trial_started +0, d5 deactivated +0, d14 reactivated +0, d14 trial_converted +30'}
  ${'deactivated inside and never back'}                        | ${'d0 act 1 A 30 bill 14d; d5 deactivate'}                                                      | ${'d50'}  | ${'churned: deactivated, 0'}   | ${'d0 trial_started +0, d5 deactivated +0'}
  ${'closed after the end and back: not ended'}                 | ${'d0 act 1 A 30 bill 14d; d16 deactivate; d35 reactivate'}                                     | ${'d40'}  | ${'active, 30'}                | ${'d0 trial_started +0, d14 trial_converted +30, d16 deactivated -30, d35 reactivated +30'}
  ${'ended after that, it was never paid'}                      | ${'d0 act 1 A 30 bill 14d; d16 deactivate; d20 reactivate; d30 can 1'}                          | ${'d70'}  | ${'churned: trial_expired, 0'} | ${'d0 trial_started +0, d14 trial_expired +0, d16 deactivated +0, d20 reactivated +0'}
  ${'and however much later'}                                   | ${'d0 act 1 A 30 bill 14d; d16 deactivate; d80 reactivate'}                                     | ${'d90'}  | ${'active, 30'}                | ${'d0 trial_started +0, d14 trial_converted +30, d16 deactivated -30, d80 reactivated +30'}
  ${'deactivated and reactivated inside'}                       | ${'d0 act 1 A 30 bill 14d; d5 deactivate; d9 reactivate'}                                       | ${'d10'}  | ${'trialing, 0'}               | ${'d0 trial_started +0, d5 deactivated +0, d9 reactivated +0'}
  ${'a trial in place of a free plan is a trial'}               | ${'d0 act 1 Free 0; d5 act 2 A 30 bill 14d'}                                                    | ${'d9'}   | ${'trialing, 0'}               | ${'d0 subscribed +0, d5 upgraded +0, d5 trial_started +0'}
`('$rule', ({ story, today, becomes, events }: Record<'story' | 'today' | 'becomes' | 'events', string>) => {
  const told = tell(story, today);
  expect(standing(told)).toBe(becomes);
  expect(history(told)).toBe(events);
});

test.each`
  story                                                    | today    | figure                | is
  ${'d0 act 1 A 30 bill 14d'}                              | ${'d8'}  | ${'next change'}      | ${'2026-01-15'}
  ${'d0 act 1 A 30 bill 14d'}                              | ${'d14'} | ${'next change'}      | ${'2026-03-23'}
  ${'d0 act 1 A 30 bill 14d'}                              | ${'d80'} | ${'confidence'}       | ${'inferred'}
  ${'d0 act 1 A 30 bill 14d'}                              | ${'d81'} | ${'confidence'}       | ${'assumed'}
  ${'d0 act 1 A 30 bill 14d'}                              | ${'d81'} | ${'next change'}      | ${'–'}
  ${'d0 act 1 A 30 bill 14d; d14+1s sale 1 30'}            | ${'d20'} | ${'confidence'}       | ${'stated'}
  ${'d0 act 1 A 30 bill 14d; d90 sale 1 30'}               | ${'d90'} | ${'confidence'}       | ${'stated'}
  ${'d0 act 1 A 30 bill 14d; d5 freeze 1; d25 unfreeze 1'} | ${'d30'} | ${'next change'}      | ${'2026-03-23'}
  ${'d0 act 1 A 30 bill 14d; d5 freeze 1; d25 unfreeze 1'} | ${'d81'} | ${'confidence'}       | ${'assumed'}
  ${'d0 act 1 A 30 bill 14d; d9 can 1'}                    | ${'d10'} | ${'next change'}      | ${'–'}
  ${'d0 act 1 A 30 bill 14d'}                              | ${'d14'} | ${'trial ends'}       | ${'–'}
  ${'d0 act 1 A 30 bill 14d; d5 freeze 1'}                 | ${'d6'}  | ${'trial ends'}       | ${'–'}
  ${'d0 act 1 A 30 bill 14d; d5 sale 1 30'}                | ${'d9'}  | ${'first subscribed'} | ${'2026-01-06'}
  ${'d0 act 1 A 30 bill 14d; d14 sale 1 0.00'}             | ${'d30'} | ${'confidence'}       | ${'inferred'}
  ${'d0 act 1 A 30 bill 14d; d16 can 1'}                   | ${'d20'} | ${'next change'}      | ${'2026-02-23'}
  ${'d0 act 1 A 30 bill 14d; d16 can 1'}                   | ${'d53'} | ${'first subscribed'} | ${'–'}
  ${'d0 act 1 A 30 bill 14d; d14 sale 1 30'}               | ${'d81'} | ${'next change'}      | ${'–'}
  ${'d0 act 1 A 30 bill 14d'}                              | ${'d20'} | ${'first subscribed'} | ${'2026-01-15'}
  ${'d0 sale 1 25'}                                        | ${'d9'}  | ${'next change'}      | ${'2026-03-09'}
  ${'d0 usage-sale 1 25; d5 usage-sale 2 3'}               | ${'d9'}  | ${'next change'}      | ${'2026-01-31'}
  ${'d0 install; d40 uninstall'}                           | ${'d9'}  | ${'next change'}      | ${'2026-02-10'}
`(
  '$story, $today → $figure $is',
  ({ story, today, figure, is }: Record<'story' | 'today' | 'figure' | 'is', string>) => {
    expect(figureOf(tell(story, today), figure)).toBe(is);
  },
);

test('the cancel of an expired trial is evidence of the expiry, and nothing else', () => {
  const { events } = tell('d0 act 1 A 30 bill 14d; d16 can 1', 'd60');
  expect(events.map(({ type, evidence }) => `${type} ${evidence.length}`)).toEqual([
    'trial_started 1',
    'trial_expired 2',
  ]);
});

test('a trial is inferred, its conversion too, until a sale states it', () => {
  const before = tell('d0 act 1 A 30 bill 14d', 'd20');
  const after = tell('d0 act 1 A 30 bill 14d; d16 sale 1 30', 'd20');
  expect(reasons(before)).toBe('d0 trial_started: trial, inferred; d14 trial_converted: trial conversion, inferred');
  expect(reasons(after)).toBe('d0 trial_started: trial, inferred; d14 trial_converted: trial conversion, stated');
});
