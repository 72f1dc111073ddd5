import { at, figureOf, history, standing, storyRows, tell } from '../../../../test/support/merchants/merchant-story.js';
import { plusMs } from '../../../values/instant.js';
import { noHints } from '../charges/interval.js';
import { fold } from '../fold.js';

/** Rule book: opening paragraphs; Words. */
test.each`
  rule                                                    | story                                                        | today    | events
  ${'a row dated after what was scanned is not read'}     | ${'d0 act 1 A 5; d10+1s can 1'}                              | ${'d10'} | ${'d0 subscribed +5'}
  ${'a row of that very instant is'}                      | ${'d0 act 1 A 5; d10 can 1'}                                 | ${'d10'} | ${'d0 subscribed +5, d10 unsubscribed -5'}
  ${'the same event at another instant is another event'} | ${'d0 use 1 Mails 2; d0+1s use 1 Mails 2'}                   | ${'d10'} | ${'d0 usage_charge (2), d0 usage_charge (2)'}
  ${'and with another number'}                            | ${'d0 use 1 Mails 2; d0 use 2 Mails 2'}                      | ${'d10'} | ${'d0 usage_charge (2), d0 usage_charge (2)'}
  ${'once more is the same event'}                        | ${'d0 use 1 Mails 2; d0 use 1 Mails 2'}                      | ${'d10'} | ${'d0 usage_charge (2)'}
  ${'charge and transaction meet on the number'}          | ${'d0 use 1 Mails 2; d5 usage-sale 1 2'}                     | ${'d10'} | ${'d0 usage_charge (2)'}
  ${'within one kind only'}                               | ${'d0 one-time 1 Setup 2; d5 usage-sale 1 2'}                | ${'d10'} | ${'d0 one_time_purchase (2), d5 usage_charge (2)'}
  ${'the amount of the latest event row counts'}          | ${'d0 act 1 A 5; d10 capped 1 A 8'}                          | ${'d10'} | ${'d0 subscribed +8'}
  ${'an annual one ÷ 12'}                                 | ${'d0 act 1 A 120 bill 365d'}                                | ${'d10'} | ${'d0 subscribed +10'}
  ${'a test charge is shown as test'}                     | ${'d0 act 1 A 5 test; d3 freeze 1; d4 unfreeze 1; d5 can 1'} | ${'d10'} | ${'d0 subscribed test, d3 frozen test, d4 unfrozen test, d5 unsubscribed test'}
  ${'it is no charge beside a real one'}                  | ${'d0 act 1 A 5 test; d9 act 2 B 7; d9 can 1'}               | ${'d10'} | ${'d0 subscribed test, d9 subscribed +7, d9 unsubscribed test'}
  ${'nor does it pair with the cancel of one'}            | ${'d0 act 1 A 5; d9 can 1; d9 act 2 B 7 test'}               | ${'d10'} | ${'d0 subscribed +5, d9 subscribed test, d9 unsubscribed -5'}
  ${'nor does it explain a re-emitted cancel'}            | ${'d0 act 1 A 5; d0+3s can 1; d0+3s act 2 B 7 test'}         | ${'d10'} | ${'d0 subscribed +5, d0 subscribed test, [d0 unsubscribed]'}
  ${'nor is its activation a reinstall'}                  | ${'d0 install; d5 uninstall; d9 act 1 A 5 test'}             | ${'d10'} | ${'d0 installed, d5 uninstalled, d9 subscribed test'}
  ${'a test purchase is shown as test'}                   | ${'d0 one-time 1 Setup 5 test; d5 one-time-sale 1 5'}        | ${'d10'} | ${'d0 one_time_purchase (5) test'}
`('$rule', ({ story, today, events }: Record<'story' | 'today' | 'events', string>) => {
  expect(history(tell(story, today))).toBe(events);
});

/** Rule: Words, "Order at one instant": each place before the next, whichever row came first. */
test.each`
  before           | after            | story                                                                                      | events
  ${'installed'}   | ${'reactivated'} | ${'d0 uninstall; d9 reactivate; d9 install'}                                               | ${'d0 uninstalled, d9 reinstalled'}
  ${'reactivated'} | ${'trial end'}   | ${'d0 act 1 A 30 bill 9d; d5 deactivate; d9 reactivate'}                                   | ${'d0 trial_started +0, d5 deactivated +0, d9 reactivated +0, d9 trial_converted +30'}
  ${'trial end'}   | ${'activated'}   | ${'d0 act 1 A 30 bill 9d; d9 act 2 B 50; d9 can 1'}                                        | ${'d0 trial_started +0, d9 trial_converted +30, d9 upgraded +20, [d9 unsubscribed]'}
  ${'activated'}   | ${'unfrozen'}    | ${'d-99 act 1 A 5; d-90 act 2 B 7; d0 sale 1 5; d5 freeze 1; d9 unfreeze 1; d9 act 3 C 9'} | ${'d-99 subscribed +5, d-90 upgraded +7, d5 frozen -5, d9 unfrozen +5, d9 downgraded -3'}
  ${'unfrozen'}    | ${'frozen'}      | ${'d0 act 1 A 5; d5 freeze 1; d9 freeze 1; d9 unfreeze 1'}                                 | ${'d0 subscribed +5, d5 frozen -5, d9 unfrozen +5, d9 frozen -5'}
  ${'frozen'}      | ${'cancelled'}   | ${'d0 act 1 A 5; d9 can 1; d9 freeze 1'}                                                   | ${'d0 subscribed +5, d9 frozen -5, d9 unsubscribed +0'}
  ${'cancelled'}   | ${'deactivated'} | ${'d0 act 1 A 5; d9 deactivate; d9 can 1'}                                                 | ${'d0 subscribed +5, d9 unsubscribed -5, d9 deactivated'}
  ${'deactivated'} | ${'uninstalled'} | ${'d0 act 1 A 5; d9 uninstall; d9 deactivate'}                                             | ${'d0 subscribed +5, d9 deactivated -5, d9 uninstalled'}
  ${'uninstalled'} | ${'the rest'}    | ${'d9 usage-sale 1 3; d9 uninstall'}                                                       | ${'d9 uninstalled, d9 usage_charge (3)'}
  ${'number 9'}    | ${'number 10'}   | ${'d0 act 10 A 5; d0 act 9 B 7'}                                                           | ${'d0 subscribed +7, d0 downgraded -2'}
`('$before before $after', ({ story, events }: Record<'story' | 'events', string>) => {
  expect(history(tell(story, 'd9'))).toBe(events);
});

/** Rule: Words, "Everything is per currency"; "rounded once". */
test.each`
  story                                                                                                                 | figure              | is
  ${'d-99 act 1 A 5; d-90 act 2 B 7 EUR; d0 sale 1 5'}                                                                  | ${'mrr'}            | ${'active, 7 EUR + 5'}
  ${'d-99 act 1 A 190 bill 365d; d-99 act 2 B 190 bill 365d; d-99 act 3 C 190 bill 365d; d0 sale 1 190; d0 sale 2 190'} | ${'mrr'}            | ${'active, 47.50'}
  ${'d0 act 1 A 0.005'}                                                                                                 | ${'mrr'}            | ${'active, 0.01'}
  ${'d-99 act 1 A 100 JPY; d-99 act 2 B 6 JPY bill 365d; d0 sale 1 100 JPY'}                                            | ${'mrr'}            | ${'active, 101 JPY'}
  ${'d0 act 1 A 5 test; d0 sale 1 5; d1 usage-sale 1 3; d2 adjustment 1 -2'}                                            | ${'mrr'}            | ${'installed, 0'}
  ${'d0 act 1 A 10 test; d1 sale 1 10; d2 adjustment 1 -2'}                                                             | ${'lifetime value'} | ${'0'}
  ${'d0 use 1 Mails 2 test; d1 usage-sale 1 2'}                                                                         | ${'usage'}          | ${'0'}
`('$story → $is', ({ story, figure, is }: Record<'story' | 'figure' | 'is', string>) => {
  const told = tell(story, 'd9');
  expect(figure === 'mrr' ? standing(told) : figureOf(told, figure)).toBe(is);
});

test('of two copies of one event the one from the later request counts', () => {
  const [earlier] = storyRows('d0 act 1 A 5');
  const [later] = storyRows('d0 act 1 A 8');
  if (earlier === undefined || later === undefined) throw new Error('no rows');
  const corrected = { ...later, requestedAt: plusMs(later.requestedAt, 1) };
  for (const rows of [
    [earlier, corrected],
    [corrected, earlier],
  ]) {
    const told = fold(rows, at('d9'), noHints);
    expect(history(told)).toBe('d0 subscribed +8');
  }
});
