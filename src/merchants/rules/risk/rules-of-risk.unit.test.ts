import { at, riskRows, risks, storyRows, tell } from '../../../../test/support/merchants/merchant-story.js';
import { noHints } from '../charges/interval.js';
import { fold } from '../fold.js';

/** Rule: Risk. */
test.each`
  rule                                                 | story                                                                                                   | today          | is
  ${'who pays as ever has none'}                       | ${'d0 install; d0 act 1 A 30; d5 sale 1 30; d35 sale 1 30'}                                             | ${'d50'}       | ${'none'}
  ${'who has left has none'}                           | ${'d0 act 1 A 30; d9 freeze 1; d20 can 1'}                                                              | ${'d21'}       | ${'none'}
  ${'nor who uninstalled'}                             | ${'d0 act 1 A 30; d9 freeze 1; d20 uninstall'}                                                          | ${'d21'}       | ${'none'}
  ${'nor whose shop is closed'}                        | ${'d0 act 2 A 50; d5 act 1 A 30; d5 can 2; d20 deactivate'}                                             | ${'d21'}       | ${'none'}
  ${'nor who never subscribed'}                        | ${'d0 install; d5 uninstall; d9 install'}                                                               | ${'d21'}       | ${'none'}
  ${'a freeze'}                                        | ${'d0 act 1 A 30; d9 freeze 1'}                                                                         | ${'d21'}       | ${'high: frozen d9–'}
  ${'that was lifted is none'}                         | ${'d0 act 1 A 30; d9 freeze 1; d20 unfreeze 1'}                                                         | ${'d21'}       | ${'none'}
  ${'with the closing of the shop'}                    | ${'d0 act 1 A 30; d9 freeze 1; d9 deactivate'}                                                          | ${'d21'}       | ${'high: frozen d9–'}
  ${'inside a trial'}                                  | ${'d0 act 1 A 30 bill 14d; d3 freeze 1'}                                                                | ${'d9'}        | ${'high: frozen d3–'}
  ${'of one of two charges'}                           | ${'d0 act 1 A 20; d40 act 2 B 30; d110 sale 1 20; d111 sale 2 30; d115 freeze 1'}                       | ${'d116'}      | ${'high: frozen d115–'}
  ${'a cancellation on a day to come'}                 | ${'d0 act 1 A 30; d10 answer 1 A 30 cycle d30 cancels'}                                                 | ${'d20'}       | ${'high: cancelling d10–d31'}
  ${'until that day is over'}                          | ${'d0 act 1 A 30; d10 answer 1 A 30 cycle d30 cancels'}                                                 | ${'d31'}       | ${'none'}
  ${'a second before that'}                            | ${'d0 act 1 A 30; d10 answer 1 A 30 cycle d30 cancels'}                                                 | ${'d30 23:59'} | ${'high: cancelling d10–d31'}
  ${'or it is taken back'}                             | ${'d0 act 1 A 30; d10 answer 1 A 30 cycle d30 cancels; d12 answer 1 A 30'}                              | ${'d20'}       | ${'none'}
  ${'since the first that said so'}                    | ${'d0 act 1 A 30; d8 root scheduled on d30; d10 answer 1 A 30 cycle d30 cancels'}                       | ${'d20'}       | ${'high: cancelling d8–d31'}
  ${'of that day'}                                     | ${'d0 act 1 A 30; d8 root scheduled on d28; d10 answer 1 A 30 cycle d30 cancels'}                       | ${'d20'}       | ${'high: cancelling d10–d31'}
  ${'a downgrade'}                                     | ${'d0 act 1 A 30; d20 act 2 B 10; d20 can 1; d25 sale 2 10'}                                            | ${'d21'}       | ${'medium: downgraded d20–d80'}
  ${'for sixty days'}                                  | ${'d0 act 1 A 30; d20 act 2 B 10; d20 can 1; d55 sale 2 10'}                                            | ${'d79 23:59'} | ${'medium: downgraded d20–d80'}
  ${'and no longer'}                                   | ${'d0 act 1 A 30; d20 act 2 B 10; d20 can 1; d55 sale 2 10'}                                            | ${'d80'}       | ${'none'}
  ${'until it is taken back'}                          | ${'d0 act 1 A 30; d20 act 2 B 10; d20 can 1; d25 act 3 A 30; d25 can 2'}                                | ${'d26'}       | ${'none'}
  ${'a change of currency is none'}                    | ${'d0 act 1 A 30; d20 act 2 B 10 EUR; d20 can 1'}                                                       | ${'d21'}       | ${'none'}
  ${'the end of one of two charges is one'}            | ${'d0 act 1 A 20; d40 act 2 B 30; d110 sale 1 20; d111 sale 2 30; d115 can 1'}                          | ${'d116'}      | ${'medium: downgraded d115–d175'}
  ${'a cheaper plan inside a trial is one'}            | ${'d0 act 1 A 30 bill 14d; d3 act 2 B 10; d3 can 1'}                                                    | ${'d4'}        | ${'medium: downgraded d3–d63'}
  ${'a new charge after a downgrade and a cancel'}     | ${'d0 act 1 A 30; d20 act 2 B 10; d20 can 1; d25 can 2; d30 act 3 B 10'}                                | ${'d31'}       | ${'none'}
  ${'a charge whose sales stop is none'}               | ${'d0 act 1 A 20; d40 sale 2 30 monthly; d42 sale 1 20; d75 sale 1 20; d108 sale 1 20; d141 sale 1 20'} | ${'d150'}      | ${'none'}
  ${'nor an end of what carried nothing'}              | ${'d0 act 1 A 20; d40 act 2 B 30; d110 sale 1 20; d111 sale 2 30; d115 freeze 2; d118 can 2'}           | ${'d119'}      | ${'none'}
  ${'a trial a week before its end'}                   | ${'d0 act 1 A 30 bill 14d'}                                                                             | ${'d7'}        | ${'medium: trial_ending_unused d7–d14'}
  ${'not before'}                                      | ${'d0 act 1 A 30 bill 14d'}                                                                             | ${'d6 23:59'}  | ${'none'}
  ${'nor after its end'}                               | ${'d0 act 1 A 30 bill 14d'}                                                                             | ${'d14'}       | ${'none'}
  ${'a short one all along'}                           | ${'d0 act 1 A 30 bill 5d'}                                                                              | ${'d1'}        | ${'medium: trial_ending_unused d0–d5'}
  ${'with a usage charge it is used'}                  | ${'d0 act 1 A 30 bill 14d; d3 use 7 Mails 2'}                                                           | ${'d10'}       | ${'none'}
  ${'with a purchase, too'}                            | ${'d0 act 1 A 30 bill 14d; d3 one-time 7 Setup 2'}                                                      | ${'d10'}       | ${'none'}
  ${'with a cap that is near, too'}                    | ${'d0 act 1 A 30 bill 14d; d3 near-cap 1'}                                                              | ${'d10'}       | ${'none'}
  ${'a test is no use'}                                | ${'d0 act 1 A 30 bill 14d; d3 one-time 7 Setup 2 test'}                                                 | ${'d10'}       | ${'medium: trial_ending_unused d7–d14'}
  ${'what was bought before it is none of it'}         | ${'d0 one-time 7 Setup 2; d1 act 1 A 30 bill 14d'}                                                      | ${'d10'}       | ${'medium: trial_ending_unused d8–d15'}
  ${'who went up inside it has looked'}                | ${'d0 act 1 A 30 bill 14d; d3 act 2 B 50; d3 can 1'}                                                    | ${'d10'}       | ${'none'}
  ${'a stated trial ends when it is stated'}           | ${'d0 act 1 A 30; d1 answer 1 A 30 until d20'}                                                          | ${'d14'}       | ${'medium: trial_ending_unused d13–d20'}
  ${'no first sale in a cycle and the lag'}            | ${'d0 act 1 A 30'}                                                                                      | ${'d67'}       | ${'high: payment_late d67–'}
  ${'not before'}                                      | ${'d0 act 1 A 30'}                                                                                      | ${'d66 23:59'} | ${'none'}
  ${'after a trial counted from its end'}              | ${'d0 act 1 A 30 bill 14d'}                                                                             | ${'d81'}       | ${'high: payment_late d81–'}
  ${'a cycle and the lag after the last sale'}         | ${'d0 act 1 A 30; d30 sale 1 30'}                                                                       | ${'d97'}       | ${'high: payment_late d97–'}
  ${'a sale then ends it'}                             | ${'d0 act 1 A 30; d30 sale 1 30; d98 sale 1 30'}                                                        | ${'d99'}       | ${'none'}
  ${'a sale of nothing is a bill'}                     | ${'d0 act 1 A 30; d30 sale 1 0.00'}                                                                     | ${'d70'}       | ${'none'}
  ${'of a yearly charge a year and the lag after it'}  | ${'d0 act 1 Yearly 120 bill 365d; d10 sale 1 120 annual'}                                               | ${'d411'}      | ${'none'}
  ${'then it is late'}                                 | ${'d0 act 1 Yearly 120 bill 365d; d10 sale 1 120 annual'}                                               | ${'d412'}      | ${'high: payment_late d412–'}
  ${'in place of a yearly one its year is waited for'} | ${'d0 act 1 Yearly 120 bill 365d; d10 sale 1 120 annual; d20 act 2 B 30; d20 can 1'}                    | ${'d300'}      | ${'none'}
  ${'and no longer'}                                   | ${'d0 act 1 Yearly 120 bill 365d; d10 sale 1 120 annual; d20 act 2 B 30; d20 can 1'}                    | ${'d422'}      | ${'high: payment_late d422–'}
  ${'a freeze is waited for'}                          | ${'d0 act 1 A 30; d5 sale 1 30; d20 freeze 1; d50 unfreeze 1'}                                          | ${'d116'}      | ${'none'}
  ${'and counted anew from its end'}                   | ${'d0 act 1 A 30; d5 sale 1 30; d20 freeze 1; d50 unfreeze 1'}                                          | ${'d117'}      | ${'high: payment_late d117–'}
  ${'so is the closing of the shop'}                   | ${'d0 act 1 A 30; d5 sale 1 30; d20 deactivate; d50 reactivate'}                                        | ${'d117'}      | ${'high: payment_late d117–'}
  ${'while it is frozen nothing is late'}              | ${'d0 act 1 A 30; d20 freeze 1'}                                                                        | ${'d100'}      | ${'high: frozen d20–'}
  ${'what costs nothing is never late'}                | ${'d0 act 1 Free 0'}                                                                                    | ${'d400'}      | ${'none'}
  ${'nor is a contract that no sale names'}            | ${'d0 install; d3 answer - Basic 9'}                                                                    | ${'d400'}      | ${'none'}
  ${'of two charges the one late the longest'}         | ${'d0 act 1 A 20; d40 act 2 B 30; d120 sale 1 20'}                                                      | ${'d130'}      | ${'high: payment_late d107–'}
  ${'a test charge is in no reason'}                   | ${'d0 act 1 A 30; d20 act 2 B 10 test; d21 freeze 2'}                                                   | ${'d22'}       | ${'none'}
  ${'who uninstalled before and is back'}              | ${'d0 act 1 A 30; d20 uninstall; d40 install; d41 act 2 A 30'}                                          | ${'d42'}       | ${'low: uninstalled_before d40–'}
  ${'for ever'}                                        | ${'d0 act 1 A 30; d20 uninstall; d40 install; d41 act 2 A 30; d800 sale 2 30'}                          | ${'d810'}      | ${'low: uninstalled_before d40–'}
  ${'without a charge there is no customer'}           | ${'d0 act 1 A 30; d20 uninstall; d40 install'}                                                          | ${'d42'}       | ${'none'}
  ${'also who only looked the first time'}             | ${'d0 install; d1 uninstall; d40 install; d41 act 1 A 30'}                                              | ${'d42'}       | ${'low: uninstalled_before d40–'}
  ${'also while the charge went on'}                   | ${'d0 act 1 A 30; d20 uninstall; d25 install; d58 sale 1 30'}                                           | ${'d60'}       | ${'low: uninstalled_before d25–'}
  ${'the closing of the shop is no uninstall'}         | ${'d0 act 1 A 30; d20 deactivate; d40 reactivate'}                                                      | ${'d42'}       | ${'none'}
  ${'several, the heaviest first, and its level'}      | ${'d0 act 1 A 30; d5 uninstall; d9 install; d9 act 2 A 30; d20 act 3 B 10; d20 can 2; d30 freeze 3'}    | ${'d31'}       | ${'high: frozen d30–, downgraded d20–d80, uninstalled_before d9–'}
`('$rule: $today, $is', ({ story, today, is }: Record<'story' | 'today' | 'is', string>) => {
  expect(risks(tell(story, today))).toBe(is);
});

test.each`
  story                                                                                        | today    | rows
  ${'d0 act 1 A 30; d9 freeze 1'}                                                              | ${'d21'} | ${'frozen: stated, d9 SUBSCRIPTION_CHARGE_FROZEN'}
  ${'d0 act 1 A 30; d10 answer 1 A 30 cycle d30 cancels; d11 answer 1 A 30 cycle d30 cancels'} | ${'d20'} | ${'cancelling: stated, d10 ActiveSubscription'}
  ${'d0 act 1 A 30; d20 act 2 B 10; d20 can 1'}                                                | ${'d21'} | ${'downgraded: stated, d20 SUBSCRIPTION_CHARGE_CANCELED, d20 SUBSCRIPTION_CHARGE_ACTIVATED'}
  ${'d0 act 1 A 30; d20 act 2 B 10'}                                                           | ${'d21'} | ${'downgraded: inferred, d0 SUBSCRIPTION_CHARGE_ACTIVATED, d20 SUBSCRIPTION_CHARGE_ACTIVATED'}
  ${'d0 act 1 A 30 bill 14d'}                                                                  | ${'d9'}  | ${'trial_ending_unused: assumed, d0 SUBSCRIPTION_CHARGE_ACTIVATED'}
  ${'d0 act 1 A 30'}                                                                           | ${'d70'} | ${'payment_late: assumed, d0 SUBSCRIPTION_CHARGE_ACTIVATED'}
  ${'d0 act 1 A 30; d9 sale 1 30 monthly'}                                                     | ${'d80'} | ${'payment_late: inferred, d9 AppSubscriptionSale'}
  ${'d0 act 1 A 30; d9 sale 1 30 monthly; d20 freeze 1; d30 unfreeze 1'}                       | ${'d99'} | ${'payment_late: inferred, d30 SUBSCRIPTION_CHARGE_UNFROZEN, d9 AppSubscriptionSale'}
  ${'d0 act 1 A 30; d20 uninstall; d40 install; d41 act 2 A 30'}                               | ${'d42'} | ${'uninstalled_before: stated, d20 RELATIONSHIP_UNINSTALLED, d40 RELATIONSHIP_INSTALLED'}
`('$story: $rows', ({ story, today, rows }: Record<'story' | 'today' | 'rows', string>) => {
  const all = storyRows(story);
  expect(riskRows(fold(all, at(today), noHints), all)).toBe(rows);
});
