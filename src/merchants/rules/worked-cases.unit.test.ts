import { figureOf, history, reasons, shown, status, tell } from '../../../test/support/merchants/merchant-story.js';

/** The worked cases of the rule book, in its order and numbering. `–` is null. */
test.each`
  no    | story                                                                                                             | today     | plan             | mrr         | becomes                   | events
  ${1}  | ${'d0 install; d0 act 1 Pro 50 bill 30d; d31 sale 1 50 monthly'}                                                  | ${'d40'}  | ${'Pro'}         | ${'50'}     | ${'active'}               | ${'d0 installed, d0 subscribed +50'}
  ${2}  | ${'d0 install; d0 act 1 Pro 1200 bill 365d; d1 sale 1 1200 annual'}                                               | ${'d40'}  | ${'Pro'}         | ${'100'}    | ${'active'}               | ${'d0 installed, d0 subscribed +100'}
  ${3}  | ${'d0 act 1 Pro 190 bill 365d; d1 sale 1 190 annual'}                                                             | ${'d40'}  | ${'Pro'}         | ${'15.83'}  | ${'active'}               | ${'d0 subscribed +15.83'}
  ${4}  | ${'d0 act 1 Yearly 120 bill 365d'}                                                                                | ${'d40'}  | ${'Yearly'}      | ${'10'}     | ${'active'}               | ${'d0 subscribed +10'}
  ${5}  | ${'d0 act 1 Old 20; d40 can 1; d40 act 2 New 60'}                                                                 | ${'d50'}  | ${'New'}         | ${'60'}     | ${'active'}               | ${'d0 subscribed +20, d40 upgraded +40, [d40 unsubscribed]'}
  ${6}  | ${'d0 act 1 Old 80; d40 can 1; d40 act 2 New 30'}                                                                 | ${'d50'}  | ${'New'}         | ${'30'}     | ${'active'}               | ${'d0 subscribed +80, d40 downgraded -50, [d40 unsubscribed]'}
  ${7}  | ${'d0 act 1 Old 20; d40 can 1; d40 act 2 New 20'}                                                                 | ${'d50'}  | ${'New'}         | ${'20'}     | ${'active'}               | ${'d0 subscribed +20, d40 upgraded +0, [d40 unsubscribed]'}
  ${8}  | ${'d0 act 1 Old 9; d40 act 2 New 19; d40 01:00 can 1'}                                                            | ${'d50'}  | ${'New'}         | ${'19'}     | ${'active'}               | ${'d0 subscribed +9, d40 upgraded +10, [d40 unsubscribed]'}
  ${9}  | ${'d0 act 1 Old 9; d40 can 1; d40+59s act 2 New 19'}                                                              | ${'d50'}  | ${'New'}         | ${'19'}     | ${'active'}               | ${'d0 subscribed +9, [d40 unsubscribed], d40 upgraded +10'}
  ${10} | ${'d0 act 1 Pro 9; d0+3s can 1'}                                                                                  | ${'d50'}  | ${'Pro'}         | ${'9'}      | ${'active'}               | ${'d0 subscribed +9, [d0 unsubscribed]'}
  ${11} | ${'d0 install; d0 act 1 Pro 45; d40 can 1'}                                                                       | ${'d50'}  | ${'–'}           | ${'0'}      | ${'churned: cancelled'}   | ${'d0 installed, d0 subscribed +45, d40 unsubscribed -45'}
  ${12} | ${'d0 install; d0 act 1 Pro 45; d40 can 1'}                                                                       | ${'d50'}  | ${'–'}           | ${'0'}      | ${'churned: cancelled'}   | ${'d0 installed, d0 subscribed +45, d40 unsubscribed -45'}
  ${13} | ${'d0 act 1 Pro 40; d40 freeze 1'}                                                                                | ${'d50'}  | ${'Pro'}         | ${'0'}      | ${'frozen'}               | ${'d0 subscribed +40, d40 frozen -40'}
  ${13} | ${'d0 act 1 Pro 40; d40 freeze 1; d50 unfreeze 1'}                                                                | ${'d60'}  | ${'Pro'}         | ${'40'}     | ${'active'}               | ${'d0 subscribed +40, d40 frozen -40, d50 unfrozen +40'}
  ${14} | ${'d0 install; d0 act 1 Pro 40; d40 deactivate'}                                                                  | ${'d60'}  | ${'–'}           | ${'0'}      | ${'churned: deactivated'} | ${'d0 installed, d0 subscribed +40, d40 deactivated -40'}
  ${15} | ${'d0 install; d0 act 1 Pro 35; d40 uninstall'}                                                                   | ${'d60'}  | ${'–'}           | ${'0'}      | ${'churned: uninstalled'} | ${'d0 installed, d0 subscribed +35, d40 uninstalled -35'}
  ${16} | ${'d0 install; d0 act 1 Pro 35; d40 uninstall; d40+1s can 1'}                                                     | ${'d60'}  | ${'–'}           | ${'0'}      | ${'churned: uninstalled'} | ${'d0 installed, d0 subscribed +35, d40 uninstalled -35, [d40 unsubscribed]'}
  ${17} | ${'d0 install; d0 act 1 Pro 35; d40 uninstall; d40+1s can 1; d70 install; d70 act 2 Pro 10'}                      | ${'d80'}  | ${'Pro'}         | ${'10'}     | ${'active'}               | ${'d0 installed, d0 subscribed +35, d40 uninstalled -35, [d40 unsubscribed], d70 reinstalled, d70 resubscribed +10'}
  ${18} | ${'d0 install; d0 act 1 Pro 35; d50 uninstall; d60 install; d80 sale 1 35'}                                       | ${'d80'}  | ${'–'}           | ${'0'}      | ${'churned: uninstalled'} | ${'d0 installed, d0 subscribed +35, d50 uninstalled -35, d60 reinstalled'}
  ${19} | ${'d0 install; d0 act 1 Pro 30 bill 14d'}                                                                         | ${'d5'}   | ${'Pro'}         | ${'0'}      | ${'trialing'}             | ${'d0 installed, d0 trial_started +0'}
  ${20} | ${'d0 install; d0 act 1 Pro 30 bill 14d; d14 sale 1 30'}                                                          | ${'d20'}  | ${'Pro'}         | ${'30'}     | ${'active'}               | ${'d0 installed, d0 trial_started +0, d14 trial_converted +30'}
  ${21} | ${'d0 install; d0 act 1 Pro 30 bill 14d; d9 can 1'}                                                               | ${'d20'}  | ${'–'}           | ${'0'}      | ${'churned: cancelled'}   | ${'d0 installed, d0 trial_started +0, d9 unsubscribed +0'}
  ${22} | ${'d0 act 1 Pro 30; d31 sale 1 30; d40 can 1; d60 act 2 Pro 14 bill 30d'}                                         | ${'d61'}  | ${'Pro'}         | ${'14'}     | ${'active'}               | ${'d0 subscribed +30, d40 unsubscribed -30, d60 resubscribed +14'}
  ${22} | ${'d0 act 1 Pro 30; d31 sale 1 30; d40 can 1; d60 act 2 Pro 14 bill 30d; d62 can 2'}                              | ${'d70'}  | ${'–'}           | ${'0'}      | ${'churned: cancelled'}   | ${'d0 subscribed +30, d40 unsubscribed -30, d60 resubscribed +14, d62 unsubscribed -14'}
  ${23} | ${'d0 act 1 Pro 30 bill 14d; d5 can 1; d5 act 2 Max 50 bill 14d'}                                                 | ${'d13'}  | ${'Max'}         | ${'0'}      | ${'trialing'}             | ${'d0 trial_started +0, d5 upgraded +0, [d5 unsubscribed]'}
  ${24} | ${'d0 install; d0 act 1 Pro 30 test'}                                                                             | ${'d20'}  | ${'–'}           | ${'0'}      | ${'installed'}            | ${'d0 installed, d0 subscribed test'}
  ${25} | ${'d0 install; d5 one-time-sale 1 50'}                                                                            | ${'d20'}  | ${'–'}           | ${'0'}      | ${'installed'}            | ${'d0 installed, d5 one_time_purchase (50)'}
  ${26} | ${'d0 act 1 Pro 30; d32 usage-sale 5 5'}                                                                          | ${'d40'}  | ${'Pro'}         | ${'30'}     | ${'active'}               | ${'d0 subscribed +30, d32 usage_charge (5)'}
  ${27} | ${'d0 act 1 Pro 10; d31 sale 1 10; d33 adjustment 1 -10'}                                                         | ${'d40'}  | ${'Pro'}         | ${'10'}     | ${'active'}               | ${'d0 subscribed +10, d33 refund (-10)'}
  ${28} | ${'d0 act 1 Pro 10; d31 sale 1 10; d33 credit 8 Sorry 5; d34 credit-sale 8 -5'}                                   | ${'d40'}  | ${'Pro'}         | ${'10'}     | ${'active'}               | ${'d0 subscribed +10, d33 credit (-5)'}
  ${29} | ${'d0 act 1 Pro 20; d31 sale 1 15; d61 sale 1 15'}                                                                | ${'d70'}  | ${'Pro'}         | ${'20'}     | ${'active'}               | ${'d0 subscribed +20'}
  ${30} | ${'d0 act 1 Pro 10 EUR'}                                                                                          | ${'d20'}  | ${'Pro'}         | ${'10 EUR'} | ${'active'}               | ${'d0 subscribed +10 EUR'}
  ${31} | ${'d0 install; d1 accept 1 Pro 10; d2 decline 1'}                                                                 | ${'d20'}  | ${'–'}           | ${'0'}      | ${'installed'}            | ${'d0 installed, d2 charge_abandoned +0'}
  ${31} | ${'d0 install; d9 accept 1 Pro 10; d12 12:00 expire 1'}                                                           | ${'d20'}  | ${'–'}           | ${'0'}      | ${'installed'}            | ${'d0 installed, d10 charge_abandoned +0'}
  ${31} | ${'d11 install; d11 accept 1 Pro 10; d12 12:00 expire 1'}                                                         | ${'d20'}  | ${'–'}           | ${'0'}      | ${'installed'}            | ${'d11 installed, d11 charge_abandoned +0'}
  ${32} | ${'d0 install; d5 can 1 Pro 10'}                                                                                  | ${'d20'}  | ${'–'}           | ${'0'}      | ${'installed'}            | ${'d0 installed'}
  ${33} | ${'d0 act 1 Pro 10; d3 unknown 1; d4 unknown-sale 1 3; d5 freeze 1'}                                              | ${'d20'}  | ${'Pro'}         | ${'0'}      | ${'frozen'}               | ${'d0 subscribed +10, d5 frozen -10'}
  ${35} | ${'d0 install; d0 act 1 Free 0.00'}                                                                               | ${'d20'}  | ${'Free'}        | ${'0'}      | ${'active: free'}         | ${'d0 installed, d0 subscribed +0'}
  ${36} | ${monthlySales(14)}                                                                                               | ${'d400'} | ${'–'}           | ${'25'}     | ${'active'}               | ${'d0 subscribed +25'}
  ${37} | ${'d0 act 1 Old 9; d40 23:30 act 2 New 19; d41 00:30 can 1'}                                                      | ${'d42'}  | ${'New'}         | ${'19'}     | ${'active'}               | ${'d0 subscribed +9, d40 upgraded +10, [d41 unsubscribed]'}
  ${38} | ${'d0 act 1 Old 20; d40 can 1; d40 act 2 New 20 EUR'}                                                             | ${'d50'}  | ${'New'}         | ${'20 EUR'} | ${'active'}               | ${'d0 subscribed +20, d40 downgraded -20, d40 upgraded +20 EUR, [d40 unsubscribed]'}
  ${39} | ${'d0 install; d0 act 1 Pro 40; d40 freeze 1; d45 uninstall'}                                                     | ${'d50'}  | ${'–'}           | ${'0'}      | ${'churned: uninstalled'} | ${'d0 installed, d0 subscribed +40, d40 frozen -40, d45 uninstalled +0'}
  ${40} | ${'d0 install; d0 act 1 Pro 30 bill 14d'}                                                                         | ${'d30'}  | ${'Pro'}         | ${'30'}     | ${'active'}               | ${'d0 installed, d0 trial_started +0, d14 trial_converted +30'}
  ${41} | ${`d0 act 1 Old 20; d41 sale 1 20; d40 act 2 c2 30; ${monthlySales(5, 70, 2, '30')}`}                             | ${'d200'} | ${'c2'}          | ${'30'}     | ${'active'}               | ${'d0 subscribed +20, d40 upgraded +10'}
  ${41} | ${'d0 act 1 Old 20; d41 sale 1 20; d40 act 2 c2 30; d55 can 1'}                                                   | ${'d60'}  | ${'c2'}          | ${'30'}     | ${'active'}               | ${'d0 subscribed +20, d40 upgraded +10, [d55 unsubscribed]'}
  ${42} | ${'d0 act 1 Old 20; d41 sale 1 20; d40 act 2 c2 30; d70 sale 2 30; d110 sale 1 20'}                               | ${'d120'} | ${'c2'}          | ${'50'}     | ${'active'}               | ${'d0 subscribed +20, d40 upgraded +30'}
  ${43} | ${'d0 sale 1 25; d30 sale 1 25; d60 sale 1 25; d120 sale 1 25; d150 sale 1 25'}                                   | ${'d160'} | ${'–'}           | ${'25'}     | ${'active'}               | ${'d0 subscribed +25'}
  ${44} | ${'d0 sale 1 5; d30 sale 1 15; d60 sale 1 15; d90 sale 1 15'}                                                     | ${'d100'} | ${'–'}           | ${'15'}     | ${'active'}               | ${'d0 subscribed +15'}
  ${45} | ${'d0 act 1 Pro 40; d80 freeze 1; d80 deactivate; d90 reactivate; d121 sale 1 40; d151 sale 1 40'}                | ${'d160'} | ${'Pro'}         | ${'40'}     | ${'active'}               | ${'d0 subscribed +40, d80 frozen -40, d80 deactivated, d90 reactivated, d90 unfrozen +40'}
  ${46} | ${'d0 act 1 Yearly 120 bill 365d; d0 00:10 can 1; d0 00:10 act 2 Pro-Monthly 15 bill 365d'}                       | ${'d5'}   | ${'Pro-Monthly'} | ${'15'}     | ${'active'}               | ${'d0 subscribed +10, d0 upgraded +5, [d0 unsubscribed]'}
  ${47} | ${'d0 act 1 Old 5; d15 can 1; d15 act 2 Pro 15; d20 sale 2 5'}                                                    | ${'d25'}  | ${'Pro'}         | ${'15'}     | ${'active'}               | ${'d0 subscribed +5, d15 upgraded +10, [d15 unsubscribed]'}
  ${48} | ${'d0 act 1 Pro 30; d1 answer 1 Pro 30 until d14'}                                                                | ${'d5'}   | ${'Pro'}         | ${'0'}      | ${'trialing'}             | ${'d0 trial_started +0'}
  ${49} | ${'d0 act 1 Pro 30; d1 answer 1 Pro 30 until d14; d15 answer 1 Pro 30'}                                           | ${'d100'} | ${'Pro'}         | ${'30'}     | ${'active'}               | ${'d0 trial_started +0, d14 trial_converted +30'}
  ${50} | ${'d0 act 1 Pro 30 bill 14d; d1 answer 1 Pro 30'}                                                                 | ${'d5'}   | ${'Pro'}         | ${'30'}     | ${'active'}               | ${'d0 subscribed +30'}
  ${51} | ${'d0 act 1 Gold 120; d1 answer 1 Gold 120 annual'}                                                               | ${'d5'}   | ${'Gold'}        | ${'10'}     | ${'active'}               | ${'d0 subscribed +10'}
  ${52} | ${'d0 act 1 Pro 30; d10 answer 1 Pro 35'}                                                                         | ${'d15'}  | ${'Pro'}         | ${'35'}     | ${'active'}               | ${'d0 subscribed +30, d10 upgraded +5'}
  ${52} | ${'d0 act 1 Pro 30; d10 answer 1 Pro 35; d20 capped 1 Pro 40'}                                                    | ${'d25'}  | ${'Pro'}         | ${'40'}     | ${'active'}               | ${'d0 subscribed +30, d10 upgraded +10'}
  ${53} | ${'d0 act 1 Pro 30; d10 answer 1 Pro 30 cycle d30 cancels'}                                                       | ${'d20'}  | ${'Pro'}         | ${'30'}     | ${'active'}               | ${'d0 subscribed +30, d10 cancellation_scheduled'}
  ${54} | ${'d0 act 1 Pro 30; d10 answer 1 Pro 30 cycle d30 cancels; d12 answer 1 Pro 30 cycle d30'}                        | ${'d20'}  | ${'Pro'}         | ${'30'}     | ${'active'}               | ${'d0 subscribed +30, d10 cancellation_scheduled'}
  ${55} | ${'d0 act 1 Pro 30; d10 answer 1 Pro 30 cycle d30 cancels; d30 can 1'}                                            | ${'d40'}  | ${'–'}           | ${'0'}      | ${'churned: cancelled'}   | ${'d0 subscribed +30, d10 cancellation_scheduled, d30 unsubscribed -30'}
  ${56} | ${'d0 act 1 Pro 30; d10 answer 1 Pro 30 cycle d30 cancels; d35 answer none'}                                      | ${'d40'}  | ${'Pro'}         | ${'30'}     | ${'active'}               | ${'d0 subscribed +30, d10 cancellation_scheduled'}
  ${57} | ${'d0 install; d3 answer - Basic 9'}                                                                              | ${'d5'}   | ${'Basic'}       | ${'9'}      | ${'active'}               | ${'d0 installed, d3 subscribed +9'}
  ${58} | ${'d0 install; d1 root created; d3 answer - Basic 9'}                                                             | ${'d5'}   | ${'Basic'}       | ${'9'}      | ${'active'}               | ${'d0 installed, d1 subscribed +9'}
  ${59} | ${'d0 act 1 Pro 30; d0+20s root created; d39 23:59+40s root canceled; d40 can 1'}                                 | ${'d50'}  | ${'–'}           | ${'0'}      | ${'churned: cancelled'}   | ${'d0 subscribed +30, d40 unsubscribed -30'}
  ${60} | ${'d0 act 1 Pro 30; d40 root canceled'}                                                                           | ${'d50'}  | ${'–'}           | ${'0'}      | ${'churned: cancelled'}   | ${'d0 subscribed +30, d40 unsubscribed -30'}
  ${61} | ${'d0 act 1 Old 20; d40 act 2 New 60; d40 root created; d40 root canceled'}                                       | ${'d50'}  | ${'New'}         | ${'60'}     | ${'active'}               | ${'d0 subscribed +20, d40 upgraded +40, [d40 unsubscribed]'}
  ${62} | ${'d0 install; d9 uninstall; d10 answer - Basic 9'}                                                               | ${'d20'}  | ${'–'}           | ${'0'}      | ${'churned: uninstalled'} | ${'d0 installed, d9 uninstalled'}
  ${63} | ${'d0 act 1 Pro 40; d1 answer 1 Pro 40 off 25%'}                                                                  | ${'d5'}   | ${'Pro'}         | ${'40'}     | ${'active'}               | ${'d0 subscribed +40'}
  ${64} | ${'d0 install; d5 usage-sale 5 5; d5 root earning 5 Mails 5; d5 use 5 Mails 5; d5 root usage 5 Mails 5'}          | ${'d9'}   | ${'–'}           | ${'0'}      | ${'installed'}            | ${'d0 installed, d5 usage_charge (5)'}
  ${65} | ${'d0 act 1 Pro 30; d0 00:06 root created - Pro 30; d31 sale 1 30; d61 sale 1 30; d91 sale 1 30'}                 | ${'d95'}  | ${'Pro'}         | ${'30'}     | ${'active'}               | ${'d0 subscribed +30'}
  ${66} | ${'d0 sale 1 25; d30 sale 1 25; d35 answer - Pro 25'}                                                             | ${'d40'}  | ${'Pro'}         | ${'25'}     | ${'active'}               | ${'d0 subscribed +25'}
  ${67} | ${'d3 answer - Basic 9; d9 uninstall; d20 install; d20 root created; d20 00:10 answer - Basic 9'}                 | ${'d30'}  | ${'Basic'}       | ${'9'}      | ${'active'}               | ${'d3 subscribed +9, d9 uninstalled -9, d20 reinstalled, d20 resubscribed +9'}
  ${68} | ${'d3 root created - Basic 9; d3 05:00 root canceled'}                                                            | ${'d9'}   | ${'–'}           | ${'0'}      | ${'churned: cancelled'}   | ${'d3 subscribed +9, d3 unsubscribed -9'}
  ${69} | ${'d0 act 1 Pro 30; d40 root created - Basic 9; d40 root canceled; d41 answer - Basic 9'}                         | ${'d50'}  | ${'Basic'}       | ${'9'}      | ${'active'}               | ${'d0 subscribed +30, d40 downgraded -21, [d40 unsubscribed]'}
  ${70} | ${'d3 answer - Basic 9; d40 root updated; d41 answer - Pro 19'}                                                   | ${'d50'}  | ${'Pro'}         | ${'19'}     | ${'active'}               | ${'d3 subscribed +9, d40 upgraded +10'}
  ${71} | ${'d0 act 1 Pro 30; d40 answer 1 Max 60'}                                                                         | ${'d50'}  | ${'Max'}         | ${'60'}     | ${'active'}               | ${'d0 subscribed +30, d40 upgraded +30'}
  ${72} | ${'d0 install; d3 answer - Basic 9; d9 uninstall; d20 install; d20 answer - Pro 19'}                              | ${'d50'}  | ${'Pro'}         | ${'19'}     | ${'active'}               | ${'d0 installed, d3 subscribed +9, d9 uninstalled -9, d20 reinstalled, d20 resubscribed +19'}
  ${73} | ${'d0 install; d4 answer - P1 5 until d18; d19 answer - P1 5; d400 uninstall'}                                    | ${'d440'} | ${'–'}           | ${'0'}      | ${'churned: uninstalled'} | ${'d0 installed, d4 trial_started +0, d18 trial_converted +5, d400 uninstalled -5'}
  ${74} | ${'d0 install; d4 root created 1 P1 5; d20 root canceled 1'}                                                      | ${'d30'}  | ${'–'}           | ${'0'}      | ${'churned: cancelled'}   | ${'d0 installed, d4 subscribed +5, d20 unsubscribed -5'}
  ${75} | ${'d0 act 1 Pro 30; d8 freeze 1; d8+9s root frozen 1; d13 unfreeze 1; d13+9s root unfrozen 1; d17 root frozen 1'} | ${'d30'}  | ${'Pro'}         | ${'0'}      | ${'frozen'}               | ${'d0 subscribed +30, d8 frozen -30, d13 unfrozen +30, d17 frozen -30'}
  ${76} | ${'d4 answer - P1 5; d8 root canceled; d8 00:03 act 2 P2 9'}                                                      | ${'d30'}  | ${'P2'}          | ${'9'}      | ${'active'}               | ${'d4 subscribed +5, [d8 unsubscribed], d8 upgraded +4'}
`('case $no: $story', (row: Row) => {
  const told = tell(row.story, row.today);
  expect({ plan: told.plan ?? '–', mrr: shown(told.mrr), becomes: status(told), events: history(told) }).toEqual({
    plan: row.plan,
    mrr: row.mrr,
    becomes: row.becomes,
    events: row.events,
  });
});

/** What the cases say of the other figures. */
test.each`
  no    | story                                                                                                    | today     | figure                | is
  ${18} | ${'d0 install; d0 act 1 Pro 35; d50 uninstall; d60 install; d80 sale 1 35'}                              | ${'d80'}  | ${'lifetime value'}   | ${'35'}
  ${19} | ${'d0 install; d0 act 1 Pro 30 bill 14d'}                                                                | ${'d5'}   | ${'trial ends'}       | ${'2026-01-15'}
  ${20} | ${'d0 install; d0 act 1 Pro 30 bill 14d; d14 sale 1 30'}                                                 | ${'d20'}  | ${'confidence'}       | ${'stated'}
  ${23} | ${'d0 act 1 Pro 30 bill 14d; d5 can 1; d5 act 2 Max 50 bill 30d'}                                        | ${'d9'}   | ${'trial ends'}       | ${'2026-01-15'}
  ${24} | ${'d0 install; d0 act 1 Pro 30 test; d9 sale 1 30; d9 usage-sale 1 30'}                                  | ${'d20'}  | ${'lifetime value'}   | ${'30'}
  ${25} | ${'d0 install; d5 one-time-sale 1 50'}                                                                   | ${'d20'}  | ${'lifetime value'}   | ${'50'}
  ${26} | ${'d0 act 1 Pro 30; d32 usage-sale 5 5'}                                                                 | ${'d40'}  | ${'usage'}            | ${'5'}
  ${27} | ${'d0 act 1 Pro 10; d31 sale 1 10; d33 adjustment 1 -10'}                                                | ${'d40'}  | ${'lifetime value'}   | ${'0'}
  ${28} | ${'d0 act 1 Pro 10; d31 sale 1 10; d34 credit-sale 8 -5'}                                                | ${'d40'}  | ${'lifetime value'}   | ${'10'}
  ${29} | ${'d0 act 1 Pro 20; d31 sale 1 15; d61 sale 1 15'}                                                       | ${'d70'}  | ${'effective'}        | ${'15'}
  ${36} | ${monthlySales(14)}                                                                                      | ${'d400'} | ${'confidence'}       | ${'inferred'}
  ${36} | ${monthlySales(14)}                                                                                      | ${'d400'} | ${'first subscribed'} | ${'2026-01-01'}
  ${40} | ${'d0 install; d0 act 1 Pro 30 bill 14d'}                                                                | ${'d30'}  | ${'confidence'}       | ${'inferred'}
  ${41} | ${'d0 act 1 Old 20; d41 sale 1 20; d40 act 2 c2 30'}                                                     | ${'d120'} | ${'confidence'}       | ${'inferred'}
  ${42} | ${'d0 act 1 Old 20; d40 act 2 c2 30; d110 sale 1 20'}                                                    | ${'d120'} | ${'confidence'}       | ${'inferred'}
  ${45} | ${'d0 act 1 Pro 40; d80 freeze 1; d80 deactivate; d90 reactivate; d121 sale 1 40'}                       | ${'d160'} | ${'confidence'}       | ${'inferred'}
  ${46} | ${'d0 act 1 Yearly 120 bill 365d; d0 00:10 can 1; d0 00:10 act 2 Pro-Monthly 15 bill 365d'}              | ${'d5'}   | ${'interval'}         | ${'EVERY_30_DAYS, inferred'}
  ${47} | ${'d0 act 1 Old 5; d15 can 1; d15 act 2 Pro 15; d20 sale 2 5'}                                           | ${'d25'}  | ${'effective'}        | ${'0'}
  ${47} | ${'d0 act 1 Old 5; d15 can 1; d15 act 2 Pro 15; d20 sale 2 5; d50 sale 2 15'}                            | ${'d55'}  | ${'effective'}        | ${'15'}
  ${48} | ${'d0 act 1 Pro 30; d1 answer 1 Pro 30 until d14'}                                                       | ${'d5'}   | ${'trial ends'}       | ${'2026-01-15'}
  ${48} | ${'d0 act 1 Pro 30; d1 answer 1 Pro 30 until d14'}                                                       | ${'d5'}   | ${'confidence'}       | ${'stated'}
  ${49} | ${'d0 act 1 Pro 30; d1 answer 1 Pro 30 until d14; d15 answer 1 Pro 30'}                                  | ${'d100'} | ${'confidence'}       | ${'stated'}
  ${51} | ${'d0 act 1 Gold 120; d1 answer 1 Gold 120 annual'}                                                      | ${'d5'}   | ${'interval'}         | ${'ANNUAL, stated'}
  ${53} | ${'d0 act 1 Pro 30; d10 answer 1 Pro 30 cycle d30 cancels'}                                              | ${'d20'}  | ${'cancels on'}       | ${'2026-01-31'}
  ${54} | ${'d0 act 1 Pro 30; d10 answer 1 Pro 30 cycle d30 cancels; d12 answer 1 Pro 30 cycle d30'}               | ${'d20'}  | ${'cancels on'}       | ${'–'}
  ${56} | ${'d0 act 1 Pro 30; d10 answer 1 Pro 30 cycle d30 cancels; d35 answer none'}                             | ${'d40'}  | ${'cancels on'}       | ${'–'}
  ${57} | ${'d0 install; d3 answer - Basic 9'}                                                                     | ${'d5'}   | ${'confidence'}       | ${'stated'}
  ${63} | ${'d0 act 1 Pro 40; d1 answer 1 Pro 40 off 25%'}                                                         | ${'d5'}   | ${'effective'}        | ${'30'}
  ${64} | ${'d0 install; d5 usage-sale 5 5; d5 root earning 5 Mails 5; d5 use 5 Mails 5; d5 root usage 5 Mails 5'} | ${'d9'}   | ${'usage'}            | ${'5'}
`(
  'case $no: $story → $figure $is',
  ({ story, today, figure, is }: Record<'story' | 'today' | 'figure' | 'is', string>) => {
    expect(figureOf(tell(story, today), figure)).toBe(is);
  },
);

interface Row {
  story: string;
  today: string;
  plan: string;
  mrr: string;
  becomes: string;
  events: string;
}

/** Sales of one charge every 30 days. */
function monthlySales(count: number, from = 0, number = 1, amount = '25.00'): string {
  return Array.from({ length: count }, (_, month) => `d${from + month * 30} sale ${number} ${amount} monthly`).join(
    '; ',
  );
}

test('case 34: one shop, two apps: each is derived for itself', () => {
  expect(['d0 act 1 Pro 10', 'd0 act 2 Max 5'].map((story) => shown(tell(story, 'd9').mrr))).toEqual(['10', '5']);
});

test('case 41: without a cancel the change is inferred', () => {
  expect(reasons(tell('d0 act 1 Old 20; d40 act 2 c2 30', 'd60'))).toBe(
    'd0 subscribed: subscription, stated; d40 upgraded: plan change, inferred',
  );
});

test('case 45: the lifting is inferred, from the sale and the return', () => {
  const told = tell('d0 act 1 Pro 40; d80 freeze 1; d80 deactivate; d90 reactivate; d121 sale 1 40', 'd160');
  expect(reasons(told)).toContain('d90 unfrozen: freeze lifted by a sale, inferred');
});
