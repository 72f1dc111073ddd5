import { at, figureOf, shownAmount, storyRows, tell } from '../../../test/support/merchants/merchant-story.js';
import { noHints } from '../rules/charges/interval.js';
import { fold } from '../rules/fold.js';
import { type Correction, correctionsOf } from './corrections.js';

/** What the second telling of a merchant corrects of the first, an hour before `learned`. */
function corrections(told: string, known: string, learned: string, untilWhen: string): string {
  const found = correctionsOf({
    before: tell(told, learned),
    after: tell(known, learned),
    afterUntil: () =>
      fold(
        storyRows(known).filter((row) => row.at <= at(untilWhen)),
        at(learned),
        noHints,
      ),
    until: at(untilWhen),
  });
  return found.map(words).join(', ');
}

function words({ figure, at: when, from, to }: Correction): string {
  const value = (of: typeof from) => (of === null ? '–' : typeof of === 'string' ? day(of) : shownAmount(of));
  return `${figure}${when === null ? '' : ` ${day(when)}`}: ${value(from)} → ${value(to)}`;
}

/** Days since d0 for instants; other texts as they are. */
function day(text: string): string {
  if (!/^\d{4}-/.test(text)) return text;
  return `d${Math.floor((Date.parse(text.slice(0, 10)) - Date.parse('2026-01-01')) / 86_400_000)}`;
}

/** Looked at on d30, an hour after d29 23:00: what is added to the story is learned then. */
test.each`
  what                                    | told                                   | also                            | corrects
  ${'nothing'}                            | ${'d0 act 1 Pro 20'}                   | ${''}                           | ${''}
  ${'a cancel of an hour ago'}            | ${'d0 act 1 Pro 20'}                   | ${'d29 23:00 can 1'}            | ${''}
  ${'a cancel of before'}                 | ${'d0 act 1 Pro 20'}                   | ${'d9 can 1'}                   | ${'mrr d9: 20 → 0, plan d9: Pro → –, status d9: active → none'}
  ${'an uninstall of before'}             | ${'d0 install; d0 act 1 Pro 20'}       | ${'d9 uninstall'}               | ${'mrr d9: 20 → 0, plan d9: Pro → –, status d9: active → none, uninstalledAt: – → d9'}
  ${'an uninstall of now'}                | ${'d0 install; d0 act 1 Pro 20'}       | ${'d29 23:30 uninstall'}        | ${''}
  ${'a return of now'}                    | ${'d0 install; d5 uninstall'}          | ${'d29 23:30 install'}          | ${''}
  ${'a return of before'}                 | ${'d0 install; d5 uninstall'}          | ${'d9 install'}                 | ${'installedAt: d0 → d9, uninstalledAt: d5 → –'}
  ${'an install of before'}               | ${'d5 act 1 Pro 20'}                   | ${'d3 install'}                 | ${'installedAt: – → d3'}
  ${'the other half of a change of plan'} | ${'d0 act 1 Pro 20; d9 can 1'}         | ${'d9 act 2 Max 60'}            | ${'mrr d9: 0 → 60, plan d9: – → Max, status d9: none → active'}
  ${'a freeze that was lifted meanwhile'} | ${'d0 act 1 Pro 20'}                   | ${'d5 freeze 1; d9 unfreeze 1'} | ${'mrr d5: 20 → 0, status d5: active → frozen'}
  ${'a difference that goes on'}          | ${'d0 act 1 Pro 20; d9 act 2 More 25'} | ${'d5 act 3 Else 27'}           | ${'mrr d5: 20 → 27, plan d5: Pro → Else'}
  ${'a sale in a trial'}                  | ${'d20 act 1 Pro 20 bill 14d'}         | ${'d25 sale 1 20'}              | ${'mrr d25: 0 → 20, status d25: trialing → active, firstSubscribedAt: – → d25'}
  ${'another currency'}                   | ${'d0 act 1 Pro 20; d9 can 1'}         | ${'d9 act 2 Max 60 EUR'}        | ${'mrr d9: 0 EUR → 60 EUR, plan d9: – → Max, status d9: none → active'}
  ${'an earlier subscription'}            | ${'d9 act 1 Pro 20'}                   | ${'d2 act 2 Old 10; d5 can 2'}  | ${'mrr d2: 0 → 10, plan d2: – → Old, status d2: none → active, firstSubscribedAt: d9 → d2'}
`('$what corrects $corrects', ({ told, also, corrects }: Record<string, string>) => {
  expect(corrections(told ?? '', `${told ?? ''}; ${also ?? ''}`, 'd30', 'd29 23:00')).toBe(corrects);
});

test('an amount that was corrected corrects all that it was carried in', () => {
  expect(corrections('d0 act 1 Pro 20; d5 freeze 1 Pro 20', 'd0 act 1 Pro 20; d5 freeze 1 Pro 25', 'd30', 'd29')).toBe(
    'mrr d0: 20 → 25',
  );
});

test('time alone corrects: a trial that ran out unpaid was no subscription', () => {
  const story = 'd0 act 1 Pro 20 bill 14d; d20 can 1';
  const found = correctionsOf({
    before: tell(story, 'd30'),
    after: tell(story, 'd57'),
    afterUntil: () => tell(story, 'd57'),
    until: at('d56 23:00'),
  });
  expect(figureOf(tell(story, 'd30'), 'first subscribed')).toBe('2026-01-15');
  expect(found.map(words)).toEqual([
    'mrr d14: 20 → 0',
    'plan d14: Pro → –',
    'status d14: active → none',
    'firstSubscribedAt: d14 → –',
  ]);
});
