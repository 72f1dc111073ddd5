import type { Day } from '../../values/day.js';
import type { Ratio } from '../../values/money.js';
import { meanMonthlyChurn } from './churn.js';
import { completeMonths } from './range.js';
import { ShopCounts, type ShopGroup } from './shop-counts.js';

const END = '2026-05-20' as Day;
const moments = completeMonths(END);

/** `2 ....xxx`: so many shops paid at these starts of months, the newest last. */
function groupsOf(text: string): ShopGroup[] {
  return text.split(', ').map((line) => {
    const [shops, paid = ''] = line.split(' ');
    const bits = moments.map((_, index) => (paid.padStart(moments.length, '.')[index] === 'x' ? 1 << index : 0));
    return { currency: 'USD', active: 0, paying: bits.reduce((all, bit) => all | bit, 0), shops: Number(shops) };
  });
}

test.each`
  paid                                  | churn        | because
  ${'4 xxxxx'}                          | ${null}      | ${'nobody left'}
  ${'4 xx., 4 xxx'}                     | ${null}      | ${'there are two months only'}
  ${'1 xx.., 3 xxxx'}                   | ${[1n, 12n]} | ${'one of four left in one month of three'}
  ${'1 xx.., 3 xxxx, 2 .xxx'}           | ${[1n, 18n]} | ${'who came is counted from the next month on'}
  ${'1 xx.., 1 xxx., 2 xxxx'}           | ${[7n, 36n]} | ${'months weigh the same, however many they begin with'}
  ${'1 x.xx, 1 xxxx'}                   | ${[1n, 6n]}  | ${'who returns had left'}
  ${'2 xx..xxxx, 0 x'}                  | ${[1n, 5n]}  | ${'a month that nobody paid at the start of says nothing'}
  ${'1 x............, 1 xxxxxxxxxxxxx'} | ${[1n, 24n]} | ${'twelve months count'}
`('$paid: $because', ({ paid, churn }: { paid: string; churn: [bigint, bigint] | null }) => {
  const found = meanMonthlyChurn(new ShopCounts(moments, groupsOf(paid)), END);
  expect(found && reduced(found)).toEqual(churn);
});

function reduced({ numerator, denominator }: Ratio): [bigint, bigint] {
  let [divisor, rest] = [denominator, numerator];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return [numerator / divisor, denominator / divisor];
}

test('a moment that was not counted is no zero', () => {
  expect(() => new ShopCounts(moments, []).paying(END)).toThrow('not counted');
});
