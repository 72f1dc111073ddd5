import { at } from '../../test/support/merchant-story.js';
import type { ChurnNotice } from './churn-notices.js';
import { newsOf } from './notice-news.js';

/** Whole since day 10, the app known since day 0. */
test.each`
  what                                                | known    | seen     | now         | is
  ${'an uninstall of now'}                            | ${'d20'} | ${'d20'} | ${'d20'}    | ${'news'}
  ${'one that comes late, but within two days'}       | ${'d20'} | ${'d22'} | ${'d22'}    | ${'news'}
  ${'one that comes later'}                           | ${'d20'} | ${'d22'} | ${'d22+1s'} | ${'old'}
  ${'one that the first sync brought'}                | ${'d9'}  | ${'d10'} | ${'d10'}    | ${'backfill'}
  ${'the same, folded after it'}                      | ${'d9'}  | ${'d10'} | ${'d10+9s'} | ${'backfill'}
  ${'one of before that came after it'}               | ${'d9'}  | ${'d11'} | ${'d11'}    | ${'news'}
  ${'a trial whose rows came with it and time ended'} | ${'d20'} | ${'d10'} | ${'d20'}    | ${'news'}
  ${'what happened before the app was seen'}          | ${'d-1'} | ${'d11'} | ${'d0'}     | ${'backfill'}
`('$what is $is', ({ known, seen, now, is }: Record<'known' | 'seen' | 'now' | 'is', string>) => {
  const notice = { knownAt: at(known) } as ChurnNotice;
  const watch = { firstBackfilledAt: at('d10'), appSince: at('d0'), seenAt: at(seen), now: at(now) };
  expect(newsOf(notice, watch)).toBe(is);
});

test('nothing is news before the first sync is whole', () => {
  const notice = { knownAt: at('d20') } as ChurnNotice;
  const watch = { firstBackfilledAt: null, appSince: at('d0'), seenAt: at('d20'), now: at('d20') };
  expect(newsOf(notice, watch)).toBe('backfill');
});
