import { at, tell } from '../../../../test/support/merchants/merchant-story.js';
import type { Amount } from '../../../contract/merchant-words.js';
import { money } from '../../../values/money.js';
import type { ChurnNotice } from './churn-notices.js';

/** `d30 frozen Pro 40`: when, what, plan, what was lost. */
function said({ type, occurredAt, plan, mrrLosses }: ChurnNotice): string {
  const days = (Date.parse(occurredAt) - Date.parse(at('d0'))) / 86_400_000;
  return [`d${Math.floor(days)}`, type.replace('merchant.', ''), plan ?? '–', ...mrrLosses.map(shown)].join(' ');
}

function shown({ units, currency }: Amount): string {
  const { amount, currencyCode } = money(units, currency);
  return `${amount.replace(/\.00$/, '')}${currencyCode === 'USD' ? '' : ` ${currencyCode}`}`;
}

test.each`
  rule                                              | story                                                                                                                            | today    | notices
  ${'an uninstall says what ended with it'}         | ${'d0 install; d0 act 1 Pro 35; d20 uninstall'}                                                                                  | ${'d21'} | ${['d20 uninstalled Pro 35']}
  ${'with its echo of a cancel it is still one'}    | ${'d0 act 1 Pro 35; d20 can 1; d20+9s uninstall'}                                                                                | ${'d21'} | ${['d20 uninstalled Pro 35']}
  ${'an annual plan loses a twelfth'}               | ${'d0 act 1 Pro 120 bill 365d; d20 uninstall'}                                                                                   | ${'d21'} | ${['d20 uninstalled Pro 10']}
  ${'several charges are one uninstall'}            | ${'d-99 act 1 A 12; d-90 act 2 B 5; d0 sale 1 12; d20 uninstall'}                                                                | ${'d21'} | ${['d20 uninstalled A 17']}
  ${'so are several currencies'}                    | ${'d-99 act 1 A 12; d-90 act 2 B 5 EUR; d0 sale 1 12; d20 uninstall'}                                                            | ${'d21'} | ${['d20 uninstalled B 5 EUR 12']}
  ${'who had no plan loses none'}                   | ${'d0 install; d20 uninstall'}                                                                                                   | ${'d21'} | ${['d20 uninstalled –']}
  ${'cancelled before: nothing was left to lose'}   | ${'d0 act 1 Pro 35; d10 can 1; d20 uninstall'}                                                                                   | ${'d21'} | ${['d20 uninstalled –']}
  ${'frozen before: nothing either'}                | ${'d0 act 1 Pro 40; d10 freeze 1; d20 uninstall'}                                                                                | ${'d21'} | ${['d10 frozen Pro 40', 'd20 uninstalled Pro 0']}
  ${'an uninstall that is repeated adds nothing'}   | ${'d0 install; d20 uninstall; d21 uninstall'}                                                                                    | ${'d22'} | ${['d20 uninstalled –']}
  ${'two uninstalls are two'}                       | ${'d0 install; d20 uninstall; d21 install; d22 uninstall'}                                                                       | ${'d23'} | ${['d20 uninstalled –', 'd22 uninstalled –']}
  ${'a freeze and its end'}                         | ${'d0 act 1 Pro 40; d10 freeze 1; d12 unfreeze 1'}                                                                               | ${'d13'} | ${['d10 frozen Pro 40', 'd12 unfrozen Pro']}
  ${'a freeze that is repeated adds nothing'}       | ${'d0 act 1 Pro 40; d10 freeze 1; d11 freeze 1'}                                                                                 | ${'d13'} | ${['d10 frozen Pro 40']}
  ${'a closed shop without a freeze is no news'}    | ${'d0 act 1 Pro 40; d10 deactivate'}                                                                                             | ${'d13'} | ${[]}
  ${'a closed shop that paused its charges is one'} | ${'d-99 act 1 A 12; d-95 act 2 B 5; d-90 act 3 C 7; d0 sale 1 12; d0 sale 2 5; d5 freeze 1; d5 02:00 deactivate; d9 reactivate'} | ${'d13'} | ${['d5 frozen A 12', 'd5 frozen C 12', 'd9 unfrozen C']}
  ${'frozen charge replaced by another'}            | ${'d0 act 1 A 12; d5 freeze 1; d9 can 1; d9 act 2 B 20'}                                                                         | ${'d13'} | ${['d5 frozen A 12', 'd9 unfrozen A']}
  ${'a trial that ended unpaid'}                    | ${'d0 act 1 Pro 30 bill 14d; d20 can 1'}                                                                                         | ${'d57'} | ${['d14 trial_expired Pro 0']}
  ${'one that ended inside is a mere cancel'}       | ${'d0 act 1 Pro 30 bill 14d; d9 can 1'}                                                                                          | ${'d40'} | ${[]}
  ${'one that may yet be paid is no news'}          | ${'d0 act 1 Pro 30 bill 14d; d20 can 1'}                                                                                         | ${'d56'} | ${[]}
  ${'a cancel or a change of plan is no news'}      | ${'d0 act 1 A 5; d9 can 1; d9 act 2 B 9; d20 can 2'}                                                                             | ${'d40'} | ${[]}
  ${'a test charge is never told'}                  | ${'d0 act 1 Pro 40 test; d9 freeze 1; d10 unfreeze 1; d11 can 1'}                                                                | ${'d13'} | ${[]}
  ${'what was not read yet is not told'}            | ${'d0 install; d20 uninstall'}                                                                                                   | ${'d19'} | ${[]}
`('$rule', ({ story, today, notices }: { story: string; today: string; notices: string[] }) => {
  expect(tell(story, today).notices.map(said)).toEqual(notices);
});

test('an uninstall carries the merchant’s own words and the rows that tell of it', () => {
  const [notice] = tell('d0 act 1 Pro 35; d20 uninstall zu teuer, zu langsam', 'd21').notices;
  expect(notice).toMatchObject({
    rowId: 'event/7/9/RELATIONSHIP_UNINSTALLED/2026-01-21T00:00:00.000000Z/',
    knownAt: at('d20'),
    reason: 'zu teuer, zu langsam',
    description: null,
  });
  expect(notice?.evidence).toEqual([notice?.rowId]);
});

test('of several currencies the one of the shown plan is the loss', () => {
  const [notice] = tell('d-99 act 1 A 12; d-90 act 2 B 5 EUR; d0 sale 1 12; d20 uninstall', 'd21').notices;
  expect(notice?.mrrLost).toEqual({ units: 60_000_000n, currency: 'EUR' });
});

test.each`
  when                                      | story                                                                  | knownAt
  ${'37 days after its end'}                | ${'d0 act 1 Pro 30 bill 14d; d20 can 1'}                               | ${'d57'}
  ${'that is the charge’s, if later'}       | ${'d0 act 1 Pro 30 bill 14d; d50 can 1'}                               | ${'d87'}
  ${'the same for an uninstall'}            | ${'d0 act 1 Pro 30 bill 14d; d50 uninstall'}                           | ${'d87'}
  ${'and for a shop that closed'}           | ${'d0 act 1 Pro 30 bill 14d; d50 deactivate'}                          | ${'d87'}
  ${'also when it was frozen over its end'} | ${'d0 act 1 Pro 30 bill 14d; d10 freeze 1; d20 unfreeze 1; d25 can 1'} | ${'d62'}
`('an expired trial is dated back and can be known $when', ({ story, knownAt }: Record<string, string>) => {
  const notice = tell(story ?? '', 'd90').notices.find(({ type }) => type === 'merchant.trial_expired');
  expect(notice).toMatchObject({ occurredAt: at('d14'), knownAt: at(knownAt ?? '') });
  expect(notice?.rowId).toContain('SUBSCRIPTION_CHARGE_ACTIVATED');
});
