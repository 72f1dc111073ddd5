import { history, standing, tell } from '../../../../test/support/merchants/merchant-story.js';

const SALES_OF_1 = 'd31 sale 1 30 monthly; d61 sale 1 30 monthly; d91 sale 1 30 monthly; d121 sale 1 30 monthly';

test.each`
  rule                                                      | story                                                                                                       | today     | becomes                    | events
  ${'a start that is told again is none'}                   | ${`d0 act 1 Pro 30; d0 00:06 root created - Pro 30; ${SALES_OF_1}`}                                         | ${'d130'} | ${'active, 30'}            | ${'d0 subscribed +30'}
  ${'nor up to a day later, nor after its end'}             | ${'d0 act 1 Pro 30; d0 23:00 root created - Pro 30; d40 can 1'}                                             | ${'d50'}  | ${'churned: cancelled, 0'} | ${'d0 subscribed +30, d40 unsubscribed -30'}
  ${'nor up to a day earlier'}                              | ${'d0 root created - Pro 30; d0 23:00 act 1 Pro 30; d40 can 1'}                                             | ${'d50'}  | ${'churned: cancelled, 0'} | ${'d0 subscribed +30, d40 unsubscribed -30'}
  ${'nor under a second id'}                                | ${`d0 act 1 Pro 30; d0 root created - Pro 30; d0+1s root created - Pro 30; ${SALES_OF_1}`}                  | ${'d130'} | ${'active, 30'}            | ${'d0 subscribed +30'}
  ${'a test that is told again is no contract'}             | ${'d0 act 1 Pro 30 test; d0 00:06 root created - Pro 30; d3 answer - Pro 30'}                               | ${'d9'}   | ${'installed, 0'}          | ${'d0 subscribed test'}
  ${'beside a charge that is on there is no contract'}      | ${'d0 act 1 Pro 30; d40 root created - Pro 30; d41 answer - Pro 30'}                                        | ${'d50'}  | ${'active, 30'}            | ${'d0 subscribed +30'}
  ${'nor beside one that its sales show'}                   | ${'d0 sale 1 25; d30 sale 1 25; d35 answer - Pro 25; d60 sale 1 25; d90 sale 1 25'}                         | ${'d95'}  | ${'active, 25'}            | ${'d0 subscribed +25'}
  ${'nor where a cancel was only repeated'}                 | ${'d0 act 1 Pro 9; d0+3s can 1; d5 answer - Pro 9'}                                                         | ${'d50'}  | ${'active, 9'}             | ${'d0 subscribed +9, [d0 unsubscribed]'}
  ${'after its sales have stopped there is'}                | ${'d0 sale 1 25; d90 answer - Basic 9'}                                                                     | ${'d95'}  | ${'active, 9'}             | ${'d0 subscribed +25, d67 unsubscribed -25, d90 resubscribed +9'}
  ${'a charge that becomes a contract'}                     | ${'d0 act 1 Pro 30; d40 root created - Basic 9; d40 root canceled; d41 answer - Basic 9'}                   | ${'d50'}  | ${'active, 9'}             | ${'d0 subscribed +30, d40 downgraded -21, [d40 unsubscribed]'}
  ${'a return is seen'}                                     | ${'d3 root created - Basic 9; d9 uninstall; d20 install; d20 root created - Basic 9; d21 answer - Basic 9'} | ${'d30'}  | ${'active, 9'}             | ${'d3 subscribed +9, d9 uninstalled -9, d20 reinstalled, d20 resubscribed +9'}
  ${'a closing ends nothing by itself'}                     | ${'d3 answer - Basic 9; d9 deactivate; d12 reactivate; d13 answer - Basic 9'}                               | ${'d30'}  | ${'active, 9'}             | ${'d3 subscribed +9, d9 deactivated -9, d12 reactivated +9'}
  ${'an early cancel ends it'}                              | ${'d3 root created - Basic 9; d3 05:00 root canceled; d4 answer none'}                                      | ${'d30'}  | ${'churned: cancelled, 0'} | ${'d3 subscribed +9, d3 unsubscribed -9'}
  ${'of a charge as well'}                                  | ${'d3 act 1 Pro 9; d3 05:00 root canceled'}                                                                 | ${'d30'}  | ${'churned: cancelled, 0'} | ${'d3 subscribed +9, d3 unsubscribed -9'}
  ${'after a change of plan the next cancel is of the new'} | ${'d0 act 1 Old 20; d40 can 1; d40 act 2 New 60; d40 05:00 root canceled'}                                  | ${'d50'}  | ${'churned: cancelled, 0'} | ${'d0 subscribed +20, d40 upgraded +40, [d40 unsubscribed], d40 unsubscribed -60'}
  ${'a cancel that is told twice is one'}                   | ${'d0 act 1 Old 20; d40 act 2 New 60; d40 01:00 root canceled; d40 01:00+1s root canceled'}                 | ${'d50'}  | ${'active, 60'}            | ${'d0 subscribed +20, d40 upgraded +40, [d40 unsubscribed]'}
  ${'a contract that is changed goes on'}                   | ${'d3 answer - Basic 9; d40 root canceled; d40+9s root created; d41 answer - Basic 9'}                      | ${'d50'}  | ${'active, 9'}             | ${'d3 subscribed +9'}
  ${'in either order'}                                      | ${'d3 answer - Basic 9; d40 root created; d40 root canceled; d41 answer - Basic 9'}                         | ${'d50'}  | ${'active, 9'}             | ${'d3 subscribed +9'}
  ${'and ends by the next cancel'}                          | ${'d3 answer - Basic 9; d40 root canceled; d40+9s root created; d40 02:00 root canceled'}                   | ${'d50'}  | ${'churned: cancelled, 0'} | ${'d3 subscribed +9, d40 unsubscribed -9'}
  ${'a number tells charges apart'}                         | ${'d5 one-time 8 Setup 50; d5+30s root once 9 Extra 20; d5+40s one-time 9 Extra 20'}                        | ${'d9'}   | ${'installed, 0'}          | ${'d5 one_time_purchase (50), d5 one_time_purchase (20)'}
  ${'a scheduled end of what its sales show'}               | ${'d0 sale 1 25; d30 sale 1 25; d35 root scheduled on d60'}                                                 | ${'d40'}  | ${'active, 25'}            | ${'d0 subscribed +25, d35 cancellation_scheduled'}
`('$rule: $story', ({ story, today, becomes, events }: Record<'story' | 'today' | 'becomes' | 'events', string>) => {
  const told = tell(story, today);
  expect({ becomes: standing(told), events: history(told) }).toEqual({ becomes, events });
});
