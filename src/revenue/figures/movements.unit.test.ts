import { tell } from '../../../test/support/merchants/merchant-story.js';
import type { MerchantEventType } from '../../contract/merchant-words.js';
import { MOVEMENTS } from '../../contract/revenue-words.js';
import type { Units } from '../../values/money.js';
import { movementOf, movementsOf, sumOf } from './movements.js';

test.each`
  type                 | change | movement
  ${'subscribed'}      | ${5n}  | ${'new'}
  ${'trial_converted'} | ${5n}  | ${'new'}
  ${'resubscribed'}    | ${5n}  | ${'reactivation'}
  ${'reactivated'}     | ${5n}  | ${'reactivation'}
  ${'upgraded'}        | ${5n}  | ${'expansion'}
  ${'downgraded'}      | ${-5n} | ${'contraction'}
  ${'frozen'}          | ${-5n} | ${'paused'}
  ${'unfrozen'}        | ${5n}  | ${'resumed'}
  ${'unsubscribed'}    | ${-5n} | ${'churn'}
  ${'uninstalled'}     | ${-5n} | ${'churn'}
  ${'deactivated'}     | ${-5n} | ${'churn'}
  ${'refund'}          | ${-5n} | ${'contraction'}
  ${'installed'}       | ${5n}  | ${'expansion'}
`('$type is $movement', ({ type, change, movement }: { type: MerchantEventType; change: Units; movement: string }) => {
  expect(movementOf(type, change)).toBe(movement);
});

test.each`
  story                                                                         | movements
  ${'d0 act 1 Pro 30 bill 14d; d14 sale 1 30'}                                  | ${{ new: 30 }}
  ${'d0 act 1 Pro 30 bill 14d; d9 can 1'}                                       | ${{}}
  ${'d0 act 1 Pro 20; d5 can 1; d5 act 2 Max 60'}                               | ${{ new: 20, expansion: 40 }}
  ${'d0 act 1 Max 80; d5 can 1; d5 act 2 Pro 30'}                               | ${{ new: 80, contraction: -50 }}
  ${'d-99 act 1 Pro 20; d-90 act 2 More 5; d0 sale 1 20; d9 can 2'}             | ${{ new: 20, expansion: 5, contraction: -5 }}
  ${'d0 act 1 Pro 40; d5 freeze 1; d9 unfreeze 1'}                              | ${{ new: 40, paused: -40, resumed: 40 }}
  ${'d0 act 1 Pro 40; d5 freeze 1; d9 uninstall'}                               | ${{ new: 40, paused: -40 }}
  ${'d0 install; d0 act 1 Pro 35; d5 uninstall'}                                | ${{ new: 35, churn: -35 }}
  ${'d0 install; d0 act 1 Pro 35; d5 deactivate; d9 reactivate'}                | ${{ new: 35, churn: -35, reactivation: 35 }}
  ${'d0 install; d0 act 1 Pro 35; d5 uninstall; d40 install; d40 act 2 Pro 10'} | ${{ new: 35, churn: -35, reactivation: 10 }}
  ${'d0 act 1 Pro 20; d5 can 1; d40 act 2 Pro 10'}                              | ${{ new: 20, churn: -20, reactivation: 10 }}
  ${'d0 act 1 Free 0; d5 can 1; d5 act 2 Pro 10'}                               | ${{ expansion: 10 }}
  ${'d0 act 1 Pro 20 test'}                                                     | ${{}}
`('$story', ({ story, movements }: { story: string; movements: Record<string, number> }) => {
  const { events } = tell(story, 'd60');
  const changes = events.flatMap(({ type, mrrChange }) =>
    mrrChange === null ? [] : [{ type, change: mrrChange.units }],
  );
  const sums = movementsOf(changes);
  const shown = MOVEMENTS.map((movement) => [movement, Number(sums[movement]) / 12e6]);
  expect(Object.fromEntries(shown.filter(([, amount]) => amount !== 0))).toEqual(movements);
  expect(sumOf(sums)).toBe(changes.reduce((sum, { change }) => sum + change, 0n));
});
