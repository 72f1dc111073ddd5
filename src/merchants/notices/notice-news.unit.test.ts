import { at } from '../../../test/support/merchants/merchant-story.js';
import type { ChurnNotice } from '../rules/history/churn-notices.js';
import { newsOf } from './notice-news.js';

/** The first sync was whole on day 10. */
test.each`
  what                                                | app      | known    | seen     | now         | is
  ${'an uninstall of now'}                            | ${'d5'}  | ${'d20'} | ${'d20'} | ${'d20'}    | ${'news'}
  ${'one that comes late, but within two days'}       | ${'d5'}  | ${'d20'} | ${'d22'} | ${'d22'}    | ${'news'}
  ${'one that comes later'}                           | ${'d5'}  | ${'d20'} | ${'d22'} | ${'d22+1s'} | ${'old'}
  ${'one that the first sync brought'}                | ${'d10'} | ${'d9'}  | ${'d10'} | ${'d10'}    | ${'backfill'}
  ${'the same, folded after it'}                      | ${'d10'} | ${'d9'}  | ${'d10'} | ${'d10+9s'} | ${'backfill'}
  ${'one of before that came after it'}               | ${'d10'} | ${'d9'}  | ${'d11'} | ${'d11'}    | ${'news'}
  ${'a trial whose rows came with it and time ended'} | ${'d5'}  | ${'d20'} | ${'d10'} | ${'d20'}    | ${'news'}
  ${'what happened before an app was discovered'}     | ${'d20'} | ${'d19'} | ${'d20'} | ${'d20'}    | ${'backfill'}
  ${'what happened after that'}                       | ${'d20'} | ${'d21'} | ${'d21'} | ${'d21'}    | ${'news'}
`('$what is $is', ({ app, known, seen, now, is }: Record<'app' | 'known' | 'seen' | 'now' | 'is', string>) => {
  const notice = { knownAt: at(known) } as ChurnNotice;
  const watch = { firstBackfilledAt: at('d10'), appSince: at(app), seenAt: at(seen), now: at(now) };
  expect(newsOf(notice, watch)).toBe(is);
});

test('nothing is news before the first sync is whole', () => {
  const notice = { knownAt: at('d20') } as ChurnNotice;
  const watch = { firstBackfilledAt: null, appSince: at('d0'), seenAt: at('d20'), now: at('d20') };
  expect(newsOf(notice, watch)).toBe('backfill');
});
