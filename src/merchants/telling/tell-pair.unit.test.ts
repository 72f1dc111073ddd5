import { at, storyRows } from '../../../test/support/merchants/merchant-story.js';
import { noHints } from '../rules/charges/interval.js';
import { tellPair } from './tell-pair.js';

function told(story: string, today: string) {
  return tellPair(storyRows(story), at(today), noHints);
}

/** What was concluded, in time's order, without rule and confidence. */
function conclusions(story: string, today: string): string[] {
  return told(story, today).chapters.flatMap(({ conclusions: own }) => own.map((text) => text.replace(/ \[.*\]$/, '')));
}

test('a merchant who came on a trial, stayed, moved up and left', () => {
  const { standing, chapters, figures } = told(
    'd0 install; d0 act 1 Pro 30 bill 14d; d15 sale 1 30 monthly; d40 act 2 Max 50; d40 01:00 can 1; d60 uninstall Too expensive; d60+1s can 2',
    'd70',
  );
  expect(standing[0]).toBe('Churned, last on “Max”. MRR is 0. The shop uninstalled the app.');
  expect(standing[1]).toMatch(/^Why status, plan and MRR: rule “uninstall”, stated\. .* Evidence: event\/7\/9\//);
  expect(
    chapters.flatMap(({ at: when, sent, conclusions: own }) => [`${when.slice(0, 10)} ${sent ?? '–'}`, ...own]),
  ).toEqual([
    '2026-01-01 The shop installed the app.',
    'The merchant has the app. [install state, stated]',
    '2026-01-01 Shopify activated charge 1, “Pro” at 30.00 USD, to be billed on 2026-01-15.',
    'A trial of “Pro” began: MRR unchanged. [trial, inferred]',
    'It is further evidence of the conversion of 2026-01-15 00:00:00.',
    '2026-01-15 –',
    'The trial of “Pro” became a subscription: MRR +30.00 USD, now 30.00 USD. [trial conversion, stated]',
    '2026-01-16 Shopify settled 30.00 USD of charge 1, billed every 30 days.',
    'It is further evidence of the conversion of 2026-01-15 00:00:00.',
    '2026-02-10 Shopify activated charge 2, “Max” at 50.00 USD.',
    'A change of plan, “Max”: MRR +20.00 USD, now 50.00 USD. [plan change, stated]',
    '2026-02-10 Shopify cancelled charge 1, “Pro” at 30.00 USD.',
    'It is one half of a change of plan, so nobody left. [plan change, stated]',
    'It is further evidence of the upgrade of 2026-02-10 00:00:00.',
    '2026-03-02 The shop uninstalled the app: “Too expensive”.',
    'The merchant is gone: MRR -50.00 USD, now 0. [uninstall, stated]',
    '2026-03-02 Shopify cancelled charge 2, “Max” at 50.00 USD.',
    'It is the echo of an uninstall, which booked the loss. [cancel of an uninstall, stated]',
    'It is further evidence of the uninstall of 2026-03-02 00:00:00.',
  ]);
  expect(figures).toEqual([
    'Lifetime value: 30.00 USD.',
    'Effective MRR, by what was last really billed: no live charge has a settled sale.',
    'Usage MRR, of the last 30 days: 0.',
    'Time alone changes nothing from here on.',
  ]);
});

test.each`
  story                                                           | today     | last
  ${'d0 act 1 Pro 20; d5 sale 1 20'}                              | ${'d9'}   | ${'It settles a bill: it counts for lifetime value, and the list price stays MRR.'}
  ${'d0 act 1 Pro 20; d5 sale 1 0'}                               | ${'d9'}   | ${'Nothing was paid with it, so it proves nothing and overwrites no price.'}
  ${'d0 act 1 Pro 20; d5 uninstall; d9 sale 1 20'}                | ${'d12'}  | ${'The charge was not on at that moment: it counts for lifetime value only.'}
  ${'d5 sale - 20'}                                               | ${'d9'}   | ${'It names no charge: it counts for lifetime value only.'}
  ${'d0 act 1 Pro 20; d0+3s can 1'}                               | ${'d9'}   | ${'Shopify only repeated an old cancel, so nothing ended.'}
  ${'d0 act 1 Pro 20; d3 act 1'}                                  | ${'d9'}   | ${'The charge was on already.'}
  ${'d0 act 1 Pro 20; d3 freeze 1; d4 freeze 1'}                  | ${'d9'}   | ${'The charge carried nothing at that moment already.'}
  ${'d0 act 1 Pro 20; d3 unfreeze 1'}                             | ${'d9'}   | ${'There was no freeze to lift.'}
  ${'d3 freeze 1 Pro 20'}                                         | ${'d9'}   | ${'The charge was not on at that moment.'}
  ${'d3 can 1 Pro 20'}                                            | ${'d9'}   | ${'The charge was never seen alive, so there is nothing to end.'}
  ${'d0 install; d3 install'}                                     | ${'d9'}   | ${'It says what was so already.'}
  ${'d0 accept 1 Pro 20'}                                         | ${'d9'}   | ${'It is kept, and has no effect by itself.'}
  ${'d0 unknown 1 Pro 20'}                                        | ${'d9'}   | ${'This version does not know the type: the row is kept, and has no effect.'}
  ${'d0 accept 1 Pro 20 test'}                                    | ${'d9'}   | ${'It belongs to a test charge, and counts in no figure.'}
  ${'d0 act 1 Pro 20; d3 expire 1'}                               | ${'d9'}   | ${'The charge came alive all the same, so nothing was abandoned.'}
  ${'d0 install; d20 uninstall'}                                  | ${'d9'}   | ${'It is dated later than the last whole sync, and counts once that has caught up.'}
  ${'d0 accept 1 Pro 20; d9 expire 1'}                            | ${'d20'}  | ${'The merchant walked away from “Pro” on 2026-01-07 12:00:00: MRR unchanged.'}
  ${'d0 act 1 Pro 20; d5 act 2 More 5; d75 sale 1 20; d80 can 2'} | ${'d90'}  | ${'“More” ended while another charge stays: MRR -5.00 USD, now 20.00 USD.'}
  ${'d0 act 1 A 20; d5 can 1; d5 act 2 B 20 EUR; d6 can 2'}       | ${'d20'}  | ${'The subscription to “B” ended: MRR -20.00 EUR, now 0.'}
  ${'d0 act 1 A 20; d40 act 2 B 30'}                              | ${'d60'}  | ${'A change of plan, “B”, as an app has one charge at a time: MRR +10.00 USD, now 30.00 USD.'}
  ${'d0 act 1 A 20; d40 act 2 B 30; d55 can 1'}                   | ${'d60'}  | ${'The charge was over already, so nothing ended.'}
  ${'d0 act 1 A 20; d40 act 2 B 30; d55 freeze 1'}                | ${'d60'}  | ${'The charge was not on at that moment.'}
  ${'d0 act 2 B 30; d5 sale 1 20'}                                | ${'d60'}  | ${'The charge was not on at that moment: it counts for lifetime value only.'}
  ${'d0 act 1 A 20; d40 act 2 B 30; d110 sale 1 20'}              | ${'d120'} | ${'It shows that the charge went on beside the one that started on 2026-02-10 00:00:00.'}
  ${'d0 act 1 A 20; d20 uninstall; d30 install; d58 sale 1 20'}   | ${'d60'}  | ${'It shows that the uninstall of 2026-01-21 00:00:00 did not end the charge.'}
  ${'d0 act 1 A 20; d20 freeze 1; d58 sale 1 20'}                 | ${'d60'}  | ${'It shows that the charge is frozen no more since 2026-02-28 00:00:00.'}
  ${'d0 act 1 A 20; d20 deactivate; d58 sale 1 20'}               | ${'d60'}  | ${'It shows that the shop is back, and the charge with it.'}
  ${'d0 act 1 A 20; d20 deactivate; d25 act 1 A 20'}              | ${'d26'}  | ${'The merchant subscribed again, to “A”: MRR +20.00 USD, now 20.00 USD.'}
  ${'d0 sale 1 20'}                                               | ${'d70'}  | ${'No more sales of a plan without a known name came, so it is over: MRR -20.00 USD, now 0.'}
`('$story → $last', ({ story, today, last }: Record<'story' | 'today' | 'last', string>) => {
  expect(conclusions(story, today).at(-1)).toBe(last);
});

test('why a customer may leave is told with each rule and its rows', () => {
  const { standing } = told('d0 act 1 Pro 20; d5 uninstall; d9 install; d9 act 2 Pro 20; d20 freeze 2', 'd30');
  expect(standing.slice(-2)).toEqual([
    expect.stringMatching(
      /^Risk: high\. Shopify froze a charge, .* Since 2026-01-21 00:00:00: rule “risk: frozen”, stated\. .* Evidence: event\/7\/9\/SUBSCRIPTION_CHARGE_FROZEN\/[^,]*\.$/,
    ),
    expect.stringMatching(
      /^The shop had uninstalled the app before, .* Since 2026-01-10 00:00:00: rule “risk: uninstalled/,
    ),
  ]);
});

test('what a merchant wrote stays on one line and sends nothing to the terminal', () => {
  const [row] = storyRows('d0 uninstall Bad');
  if (row?.source !== 'event') throw new Error('no row');
  const { chapters } = tellPair([{ ...row, description: 'one\n\u001b[31mtwo' }], at('d1'), noHints);
  expect(chapters[0]?.sent).toBe('The shop uninstalled the app: “Bad”, “one \uFFFD[31mtwo”.');
});
