import { figureOf, history, reasons, standing, tell } from '../../test/support/merchant-story.js';

/** Rule: Install state. */
test.each`
  rule                                                            | story                                                                                                                             | becomes                      | events
  ${'several currencies: one row each'}                           | ${'d0 act 1 A 5; d1 act 2 B 7 EUR; d20 uninstall'}                                                                                | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d1 upgraded +7 EUR, d20 uninstalled -7 EUR, d20 uninstalled -5'}
  ${'a cancel a minute before belongs to the uninstall'}          | ${'d0 act 1 A 5; d20 can 1; d20+60s uninstall'}                                                                                   | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, [d20 unsubscribed], d20 uninstalled -5'}
  ${'one in the same second does'}                                | ${'d0 act 1 A 5; d20 uninstall; d20 can 1'}                                                                                       | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, [d20 unsubscribed], d20 uninstalled -5'}
  ${'one a minute after does'}                                    | ${'d0 act 1 A 5; d20 uninstall; d20+60s can 1'}                                                                                   | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d20 uninstalled -5, [d20 unsubscribed]'}
  ${'one later finds nothing left'}                               | ${'d0 act 1 A 5; d20 uninstall; d20+61s can 1'}                                                                                   | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d20 uninstalled -5, [d20 unsubscribed]'}
  ${'the cancel of a frozen one does too'}                        | ${'d0 act 1 A 5; d9 freeze 1; d20 can 1; d20+9s uninstall'}                                                                       | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d9 frozen -5, [d20 unsubscribed], d20 uninstalled +0'}
  ${'live and frozen ones end together'}                          | ${'d0 act 1 A 5; d1 act 2 B 7; d9 freeze 1; d20 uninstall'}                                                                       | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d1 upgraded +7, d9 frozen -5, d20 uninstalled -7'}
  ${'an activation in the second of the uninstall came first'}    | ${'d0 install; d20 uninstall; d20 act 1 A 5'}                                                                                     | ${'churned: uninstalled, 0'} | ${'d0 installed, d20 subscribed +5, d20 uninstalled -5'}
  ${'earlier it is a real one'}                                   | ${'d0 act 1 A 5; d20 can 1; d20+61s uninstall'}                                                                                   | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d20 unsubscribed -5, d20 uninstalled'}
  ${'repeated relationship events add nothing'}                   | ${'d0 install; d1 install; d20 uninstall; d21 uninstall; d22 install; d23 install'}                                               | ${'installed, 0'}            | ${'d0 installed, d20 uninstalled, d22 reinstalled'}
  ${'of all kinds'}                                               | ${'d0 install; d9 deactivate; d10 deactivate; d12 reactivate; d13 reactivate'}                                                    | ${'installed, 0'}            | ${'d0 installed, d9 deactivated, d12 reactivated'}
  ${'a reactivation of what was not closed neither'}              | ${'d0 install; d9 reactivate'}                                                                                                    | ${'installed, 0'}            | ${'d0 installed'}
  ${'a reinstall without a charge ever is no churn'}              | ${'d0 install; d20 uninstall; d30 install'}                                                                                       | ${'installed, 0'}            | ${'d0 installed, d20 uninstalled, d30 reinstalled'}
  ${'an uninstall is churn also without a charge ever'}           | ${'d0 install; d20 uninstall'}                                                                                                    | ${'churned: uninstalled, 0'} | ${'d0 installed, d20 uninstalled'}
  ${'why the last of several ended'}                              | ${'d0 act 1 A 5; d1 act 2 B 7; d10 can 1; d20 uninstall; d30 install'}                                                            | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d1 upgraded +7, d10 downgraded -5, d20 uninstalled -7, d30 reinstalled'}
  ${'a reinstall without a charge keeps the reason'}              | ${'d0 act 1 A 5; d10 can 1; d20 uninstall; d30 install'}                                                                          | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d10 unsubscribed -5, d20 uninstalled, d30 reinstalled'}
  ${'also when the uninstall was the reason'}                     | ${'d0 act 1 A 5; d20 uninstall; d30 install'}                                                                                     | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d20 uninstalled -5, d30 reinstalled'}
  ${'an activation while uninstalled is a reinstall'}             | ${'d0 install; d20 uninstall; d30 act 1 A 5; d30+9s install'}                                                                     | ${'active, 5'}               | ${'d0 installed, d20 uninstalled, d30 reinstalled, d30 subscribed +5'}
  ${'the same charge activates again: live again'}                | ${'d0 act 1 A 5; d20 uninstall; d30 install; d30 act 1 A 5'}                                                                      | ${'active, 5'}               | ${'d0 subscribed +5, d20 uninstalled -5, d30 reinstalled, d30 resubscribed +5'}
  ${'a sale after 22 days and a reinstall: unbroken'}             | ${'d0 act 1 A 5; d20 uninstall; d30 install; d42 sale 1 5'}                                                                       | ${'active, 5'}               | ${'d0 subscribed +5, d20 uninstalled, d30 reinstalled'}
  ${'a second after 21 days is late enough'}                      | ${'d0 act 1 A 5; d20 uninstall; d30 install; d41+1s sale 1 5'}                                                                    | ${'active, 5'}               | ${'d0 subscribed +5, d20 uninstalled, d30 reinstalled'}
  ${'the install may come just before the sale'}                  | ${'d0 act 1 A 5; d20 uninstall; d42 install; d42 sale 1 5'}                                                                       | ${'active, 5'}               | ${'d0 subscribed +5, d20 uninstalled, d42 reinstalled'}
  ${'not after it'}                                               | ${'d0 act 1 A 5; d20 uninstall; d42 sale 1 5; d42+1s install'}                                                                    | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d20 uninstalled -5, d42 reinstalled'}
  ${'one sale is enough for several charges apart'}               | ${'d0 act 1 A 5; d1 act 2 B 7; d20 uninstall; d30 install; d42 sale 1 5'}                                                         | ${'active, 5'}               | ${'d0 subscribed +5, d1 upgraded +7, d20 uninstalled -7, d30 reinstalled'}
  ${'unbroken, and cancelled later'}                              | ${'d0 act 1 A 5; d20 uninstall; d30 install; d42 sale 1 5; d50 can 1'}                                                            | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d20 uninstalled, d30 reinstalled, d50 unsubscribed -5'}
  ${'unbroken by two uninstalls'}                                 | ${'d0 act 1 A 5; d20 uninstall; d21 install; d22 uninstall; d23 install; d45 sale 1 5'}                                           | ${'active, 5'}               | ${'d0 subscribed +5, d20 uninstalled, d21 reinstalled, d22 uninstalled, d23 reinstalled'}
  ${'broken by the last of them'}                                 | ${'d0 act 1 A 5; d20 uninstall; d21 install; d45 uninstall; d46 sale 1 5'}                                                        | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d20 uninstalled, d21 reinstalled, d45 uninstalled -5'}
  ${'a frozen one stays frozen'}                                  | ${'d0 act 1 A 5; d10 freeze 1; d20 uninstall; d30 install; d42 sale 1 5'}                                                         | ${'frozen, 0'}               | ${'d0 subscribed +5, d10 frozen -5, d20 uninstalled, d30 reinstalled'}
  ${'a sale after 21 days is lag'}                                | ${'d0 act 1 A 5; d20 uninstall; d30 install; d41 sale 1 5'}                                                                       | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d20 uninstalled -5, d30 reinstalled'}
  ${'without a reinstall it is broken'}                           | ${'d0 act 1 A 5; d20 uninstall; d42 sale 1 5'}                                                                                    | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d20 uninstalled -5'}
  ${'not unbroken when cancelled with the uninstall'}             | ${'d0 act 1 A 5; d20 uninstall; d20+60s can 1; d30 install; d42 sale 1 5'}                                                        | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d20 uninstalled -5, [d20 unsubscribed], d30 reinstalled'}
  ${'a cancel a minute and a second away is another matter'}      | ${'d0 act 1 A 5; d20 uninstall; d20+61s can 1; d30 install; d42 sale 1 5'}                                                        | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d20 uninstalled, d20 unsubscribed -5, d30 reinstalled'}
  ${'not unbroken when activated again before the sale'}          | ${'d0 act 1 A 5; d20 uninstall; d30 install; d30 act 1 A 5; d42 sale 1 5'}                                                        | ${'active, 5'}               | ${'d0 subscribed +5, d20 uninstalled -5, d30 reinstalled, d30 resubscribed +5'}
  ${'deactivated with a freeze: frozen'}                          | ${'d0 act 1 A 5; d20 freeze 1; d21 deactivate'}                                                                                   | ${'frozen, 0'}               | ${'d0 subscribed +5, d20 frozen -5, d21 deactivated'}
  ${'the freeze may come within a day after'}                     | ${'d0 act 1 A 5; d20 deactivate; d21 freeze 1'}                                                                                   | ${'frozen, 0'}               | ${'d0 subscribed +5, d20 deactivated, d21 frozen -5'}
  ${'a second later it finds the loss booked'}                    | ${'d0 act 1 A 5; d20 deactivate; d21+1s freeze 1'}                                                                                | ${'churned: deactivated, 0'} | ${'d0 subscribed +5, d20 deactivated -5'}
  ${'a freeze in the same second counts'}                         | ${'d0 act 1 A 5; d20 deactivate; d20 freeze 1'}                                                                                   | ${'frozen, 0'}               | ${'d0 subscribed +5, d20 frozen -5, d20 deactivated'}
  ${'a freeze of long ago is lost with it'}                       | ${'d0 act 1 A 5; d20 freeze 1; d21+1s deactivate'}                                                                                | ${'churned: deactivated, 0'} | ${'d0 subscribed +5, d20 frozen -5, d21 deactivated +0'}
  ${'a lifted freeze does not count'}                             | ${'d0 act 1 A 5; d20 freeze 1; d20+9s unfreeze 1; d20+99s deactivate'}                                                            | ${'churned: deactivated, 0'} | ${'d0 subscribed +5, d20 frozen -5, d20 unfrozen +5, d20 deactivated -5'}
  ${'reactivated: back at once'}                                  | ${'d0 act 1 A 5; d20 deactivate; d30 reactivate'}                                                                                 | ${'active, 5'}               | ${'d0 subscribed +5, d20 deactivated -5, d30 reactivated +5'}
  ${'reactivated does not lift a freeze'}                         | ${'d0 act 1 A 5; d20 freeze 1; d20 deactivate; d30 reactivate'}                                                                   | ${'frozen, 0'}               | ${'d0 subscribed +5, d20 frozen -5, d20 deactivated, d30 reactivated'}
  ${'cancelled meanwhile: over for good'}                         | ${'d0 act 1 A 5; d20 deactivate; d25 can 1; d30 reactivate'}                                                                      | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d20 deactivated -5, d25 unsubscribed +0, d30 reactivated'}
  ${'a later uninstall changes the detail only'}                  | ${'d0 act 1 A 5; d20 deactivate; d25 uninstall'}                                                                                  | ${'churned: uninstalled, 0'} | ${'d0 subscribed +5, d20 deactivated -5, d25 uninstalled'}
  ${'and back: the reason was the deactivation'}                  | ${'d0 act 1 A 5; d20 deactivate; d25 uninstall; d27 install'}                                                                     | ${'churned: deactivated, 0'} | ${'d0 subscribed +5, d20 deactivated -5, d25 uninstalled, d27 reinstalled'}
  ${'a freeze of one charge pauses the others with it'}           | ${'d0 act 1 A 12; d0 act 2 B 5; d5 freeze 1; d5 02:00 deactivate'}                                                                | ${'frozen, 0'}               | ${'d0 subscribed +12, d0 upgraded +5, d5 frozen -12, d5 deactivated, d5 frozen -5'}
  ${'the same when the freeze comes after'}                       | ${'d0 act 1 A 12; d0 act 2 B 5; d5 deactivate; d5 02:00 freeze 1'}                                                                | ${'frozen, 0'}               | ${'d0 subscribed +12, d0 upgraded +5, d5 deactivated, d5 frozen -5, d5 frozen -12'}
  ${'the others come back with that freeze'}                      | ${'d0 act 1 A 12; d0 act 2 B 5; d5 freeze 1; d5 02:00 deactivate; d30 unfreeze 1'}                                                | ${'active, 17'}              | ${'d0 subscribed +12, d0 upgraded +5, d5 frozen -12, d5 deactivated, d5 frozen -5, d30 unfrozen +12, d30 unfrozen +5'}
  ${'or with the shop'}                                           | ${'d0 act 1 A 12; d0 act 2 B 5; d5 freeze 1; d5 02:00 deactivate; d30 reactivate'}                                                | ${'active, 5'}               | ${'d0 subscribed +12, d0 upgraded +5, d5 frozen -12, d5 deactivated, d5 frozen -5, d30 reactivated, d30 unfrozen +5'}
  ${'or with a charge that replaces the frozen one'}              | ${'d0 act 1 A 12; d0 act 2 B 5; d5 freeze 1; d5 02:00 deactivate; d30 can 1; d30 act 3 C 20'}                                     | ${'active, 25'}              | ${'d0 subscribed +12, d0 upgraded +5, d5 frozen -12, d5 deactivated, d5 frozen -5, d30 unfrozen +12, d30 unfrozen +5, d30 upgraded +8, [d30 unsubscribed]'}
  ${'unfrozen while closed: live again'}                          | ${'d0 act 1 A 5; d20 freeze 1; d20 deactivate; d30 unfreeze 1'}                                                                   | ${'active, 5'}               | ${'d0 subscribed +5, d20 frozen -5, d20 deactivated, d30 unfrozen +5'}
  ${'frozen, closed, then cancelled'}                             | ${'d0 act 1 A 5; d20 freeze 1; d20 deactivate; d30 can 1'}                                                                        | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d20 frozen -5, d20 deactivated, d30 unsubscribed +0'}
  ${'closed inside a trial'}                                      | ${'d0 act 1 A 5 bill 14d; d9 deactivate'}                                                                                         | ${'churned: deactivated, 0'} | ${'d0 trial_started +0, d9 deactivated +0'}
  ${'who subscribes while closed is back'}                        | ${'d0 act 1 A 5; d20 deactivate; d25 act 2 B 7'}                                                                                  | ${'active, 7'}               | ${'d0 subscribed +5, d20 deactivated -5, d25 resubscribed +7'}
  ${'and then leaves for another reason'}                         | ${'d0 act 1 A 5; d20 deactivate; d25 act 2 B 7; d30 can 2'}                                                                       | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d20 deactivated -5, d25 resubscribed +7, d30 unsubscribed -7'}
  ${'the lost charge activates again while closed'}               | ${'d0 act 1 A 5; d20 deactivate; d25 act 1 A 5; d30 reactivate'}                                                                  | ${'active, 5'}               | ${'d0 subscribed +5, d20 deactivated -5, d25 resubscribed +5, d30 reactivated'}
  ${'several currencies lost and restored'}                       | ${'d0 act 1 A 5; d1 act 2 B 7 EUR; d20 deactivate; d30 reactivate'}                                                               | ${'active, 7 EUR + 5'}       | ${'d0 subscribed +5, d1 upgraded +7 EUR, d20 deactivated -7 EUR, d20 deactivated -5, d30 reactivated +7 EUR, d30 reactivated +5'}
  ${'reinstalled while closed: the return comes later'}           | ${'d0 act 1 A 5; d20 deactivate; d25 install; d30 reactivate'}                                                                    | ${'active, 5'}               | ${'d0 subscribed +5, d20 deactivated -5, d25 reinstalled, d30 reactivated +5'}
  ${'closed after the charge was cancelled'}                      | ${'d0 act 1 A 5; d10 can 1; d20 deactivate; d30 reactivate'}                                                                      | ${'churned: cancelled, 0'}   | ${'d0 subscribed +5, d10 unsubscribed -5, d20 deactivated, d30 reactivated'}
  ${'an uninstall of a closed shop, and no return of its charge'} | ${'d0 act 1 A 5; d20 deactivate; d25 uninstall; d30 install; d31 reactivate'}                                                     | ${'churned: deactivated, 0'} | ${'d0 subscribed +5, d20 deactivated -5, d25 uninstalled, d30 reinstalled'}
  ${'paused ones are lost once'}                                  | ${'d0 act 1 A 12; d0 act 2 B 5; d5 freeze 1; d5 02:00 deactivate; d30 uninstall'}                                                 | ${'churned: uninstalled, 0'} | ${'d0 subscribed +12, d0 upgraded +5, d5 frozen -12, d5 deactivated, d5 frozen -5, d30 uninstalled +0'}
  ${'a trial paused over its end converts then'}                  | ${'d0 act 1 A 12 bill 14d; d0 act 2 B 5; d5 freeze 2; d5 02:00 deactivate; d30 reactivate'}                                       | ${'active, 12'}              | ${'d0 trial_started +0, d0 upgraded +5, d5 frozen -5, d5 deactivated, d5 frozen +0, d30 reactivated, d30 unfrozen +0, d30 trial_converted +12'}
  ${'what was lost before a plan change never returns'}           | ${'d0 act 4 X 10; d3 act 1 Y 17; d3 freeze 4; d3 deactivate; d3 01:00 can 4; d3 02:00 act 2 Z 9; d3 03:00 can 1; d30 reactivate'} | ${'active, 9'}               | ${'d0 subscribed +10, d3 upgraded +7, d3 deactivated -17, [d3 unsubscribed], d3 resubscribed +9, [d3 unsubscribed], d30 reactivated'}
  ${'never subscribed, closed and back'}                          | ${'d0 install; d20 deactivate; d30 reactivate'}                                                                                   | ${'installed, 0'}            | ${'d0 installed, d20 deactivated, d30 reactivated'}
  ${'deactivated who never subscribed'}                           | ${'d0 install; d20 deactivate'}                                                                                                   | ${'churned: deactivated, 0'} | ${'d0 installed, d20 deactivated'}
  ${'no relationship row at all'}                                 | ${'d0 accept 1 A 5'}                                                                                                              | ${'installed, 0'}            | ${''}
`('$rule', ({ story, becomes, events }: Record<'story' | 'becomes' | 'events', string>) => {
  const told = tell(story, 'd60');
  expect(standing(told)).toBe(becomes);
  expect(history(told)).toBe(events);
});

test.each`
  story                                                        | figure                | is
  ${'d0 install; d20 uninstall'}                               | ${'installed'}        | ${'2026-01-01'}
  ${'d0 install; d20 uninstall'}                               | ${'uninstalled'}      | ${'2026-01-21'}
  ${'d0 install; d20 uninstall; d30 install'}                  | ${'installed'}        | ${'2026-01-31'}
  ${'d0 install; d20 uninstall; d30 install'}                  | ${'uninstalled'}      | ${'–'}
  ${'d0 install; d5 install'}                                  | ${'installed'}        | ${'2026-01-01'}
  ${'d0 uninstall; d30 act 1 A 5; d31 install'}                | ${'installed'}        | ${'2026-01-31'}
  ${'d0 act 1 A 5; d20 uninstall; d30 install; d42 sale 1 5'}  | ${'installed'}        | ${'2026-01-31'}
  ${'d0 act 1 A 5; d20 uninstall; d30 install; d42 sale 1 5'}  | ${'first subscribed'} | ${'2026-01-01'}
  ${'d0 act 1 A 5; d20 deactivate; d25 uninstall'}             | ${'uninstalled'}      | ${'2026-01-26'}
  ${'d0 install; d20 deactivate'}                              | ${'uninstalled'}      | ${'–'}
  ${'d0 act 1 A 5 bill 14d; d9 can 1; d20 act 1 A 5'}          | ${'first subscribed'} | ${'2026-01-21'}
  ${'d0 install'}                                              | ${'confidence'}       | ${'stated'}
  ${'d0 accept 1 A 5'}                                         | ${'installed'}        | ${'–'}
  ${'d0 accept 1 A 5'}                                         | ${'confidence'}       | ${'assumed'}
  ${'d0 act 1 A 5; d20 uninstall; d30 install; d30 act 1 A 5'} | ${'first subscribed'} | ${'2026-01-01'}
`('$story → $figure $is', ({ story, figure, is }: Record<'story' | 'figure' | 'is', string>) => {
  expect(figureOf(tell(story, 'd60'), figure)).toBe(is);
});

test('reason and description of an uninstall are shown as received', () => {
  const [left, silent] = tell('d0 uninstall Trop cher, autre; d5 install; d9 uninstall', 'd10').events.filter(
    ({ type }) => type === 'uninstalled',
  );
  expect([left?.reason, left?.description]).toEqual(['Trop cher, autre', null]);
  expect([silent?.reason, silent?.description]).toEqual([null, null]);
});

test('a cancel a minute from an uninstall is evidence of it', () => {
  const { events } = tell('d0 act 1 A 5; d20 can 1; d20+60s uninstall', 'd30');
  expect(events.find(({ type }) => type === 'uninstalled')?.evidence).toHaveLength(2);
});

test('an assumed reinstall says so, and the install after it says nothing', () => {
  expect(reasons(tell('d0 uninstall; d5 act 1 A 5; d6 install', 'd10'))).toBe(
    'd0 uninstalled: uninstall, stated; d5 reinstalled: assumed reinstall, assumed; d5 subscribed: subscription, stated',
  );
});
