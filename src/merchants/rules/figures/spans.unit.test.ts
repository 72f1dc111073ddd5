import { tell } from '../../../../test/support/merchants/merchant-story.js';
import { formatUnits } from '../../../values/money.js';
import type { Span } from './spans.js';

/** When each charge was alive, in what state, and what it carried. */
test.each`
  story                                                                     | today     | spans
  ${'d0 act 1 Pro 50; d40 can 1'}                                           | ${'d50'}  | ${'1 Pro live d0–d40 50'}
  ${'d0 act 1 Old 20; d40 can 1; d40 act 2 New 60'}                         | ${'d50'}  | ${'1 Old live d0–d40 20, 2 New live d40– 60'}
  ${'d0 act 1 Pro 40; d40 freeze 1; d50 unfreeze 1'}                        | ${'d60'}  | ${'1 Pro live d0–d40 40, 1 Pro frozen d40–d50 0, 1 Pro live d50– 40'}
  ${'d0 act 1 Pro 30 bill 14d'}                                             | ${'d5'}   | ${'1 Pro trialing d0– 0'}
  ${'d0 act 1 Pro 30 bill 14d'}                                             | ${'d30'}  | ${'1 Pro trialing d0–d14 0, 1 Pro live d14– 30'}
  ${'d0 act 1 Pro 30 bill 14d; d9 can 1'}                                   | ${'d20'}  | ${'1 Pro trialing d0–d9 0'}
  ${'d0 act 1 Pro 30 bill 14d; d20 can 1'}                                  | ${'d60'}  | ${'1 Pro trialing d0–d14 0'}
  ${'d0 act 1 Pro 40; d40 deactivate; d50 reactivate'}                      | ${'d60'}  | ${'1 Pro live d0–d40 40, 1 Pro live d50– 40'}
  ${'d0 act 1 Yearly 120; d9 act 2 Extra 5; d99 sale 1 120'}                | ${'d100'} | ${'1 Yearly live d0– 10, 2 Extra live d9– 5'}
  ${'d0 act 1 Free 0'}                                                      | ${'d20'}  | ${'1 Free live d0– 0'}
  ${'d0 install; d0 act 1 Pro 30 test'}                                     | ${'d20'}  | ${''}
  ${'d0 act 1 Pro 30 bill 14d; d5 freeze 1; d20 unfreeze 1; d40 sale 1 30'} | ${'d50'}  | ${'1 Pro trialing d0–d5 0, 1 Pro frozen d5–d20 0, 1 Pro live d20– 30'}
`('$story', ({ story, today, spans }: Record<'story' | 'today' | 'spans', string>) => {
  expect(tell(story, today).spans.map(shownSpan).join(', ')).toBe(spans);
});

function shownSpan({ chargeNumber, plan, state, from, to, carried }: Span): string {
  const amount = formatUnits(carried.units, carried.currency).replace(/\.00$/, '');
  return `${chargeNumber} ${plan ?? '–'} ${state} ${day(from)}–${to === null ? '' : day(to)} ${amount}`;
}

function day(at: string): string {
  return `d${(Date.parse(at.slice(0, 10)) - Date.parse('2026-01-01')) / 86_400_000}`;
}
