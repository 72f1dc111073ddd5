import { at } from '../../test/support/merchants/merchant-story.js';
import { type ToldAccount, ToldAccounts } from '../../test/support/merchants/told-accounts.js';
import { MOVEMENTS, type RangeName, RANGES } from '../contract/revenue-words.js';
import type { Day } from '../values/day.js';
import { formatRatio, formatUnits, type Units } from '../values/money.js';
import type { ComparedFigure } from './figures/cards.js';
import { sumOf } from './figures/movements.js';
import { rangeUntil } from './figures/range.js';
import type { CurrencyRevenue, RangeRevenue } from './figures/revenue.js';
import { readRevenue } from './read-revenue.js';

let accounts: ToldAccounts;
beforeAll(async () => {
  accounts = await ToldAccounts.start();
});
afterAll(() => accounts.close());

interface Asked {
  readonly range?: RangeName;
  readonly appNumber?: string | undefined;
}

/** Read on this day: the last complete one is the day before. */
async function read(account: ToldAccount, day: string, { range = '7d', appNumber }: Asked = {}) {
  const query = { range: rangeUntil(at(day).slice(0, 10) as Day, range), appNumber };
  const revenue = await account.read((tenant) => readRevenue(tenant, query));
  for (const currency of revenue.currencies) expectToAddUp(currency);
  return revenue;
}

/** Rule: Always true, first two. */
function expectToAddUp({ cards, points, apps, plans }: CurrencyRevenue): void {
  const sum = (standings: readonly { mrr: Units }[]) => standings.reduce((total, { mrr }) => total + mrr, 0n);
  expect(points.at(-1)?.mrr).toBe(cards.mrr.value);
  expect([sum(apps), sum(plans)]).toEqual([cards.mrr.value, cards.mrr.value]);
  const changes = points.reduce((total, { movements }) => total + sumOf(movements), 0n);
  expect((cards.mrr.previous ?? 0n) + changes).toBe(cards.mrr.value);
}

function only({ currencies }: RangeRevenue): CurrencyRevenue {
  const [first, ...others] = currencies;
  if (first === undefined || others.length > 0) throw new Error(`${currencies.length} currencies`);
  return first;
}

/** `2026-01-09 30 new +30`, days without movement left out. */
function moves({ points, currency }: CurrencyRevenue): string[] {
  const show = (units: Units) => formatUnits(units, currency).replace(/\.00$/, '');
  return points.flatMap(({ date, mrr, movements }) => {
    const named = MOVEMENTS.filter((movement) => movements[movement] !== 0n);
    const shown = named.map((movement) => `${movement} ${show(movements[movement])}`);
    return named.length === 0 ? [] : [`${date} ${show(mrr)}: ${shown.join(', ')}`];
  });
}

test('an account without merchants has no currency', async () => {
  const account = await accounts.connect();
  expect(await read(account, 'd40')).toMatchObject({ currencies: [], activeMerchants: { value: 0, previous: 0 } });
});

test.each`
  name                        | story                                                       | expected
  ${'a subscription'}         | ${'d3 install; d3 act 1 Pro 30'}                            | ${['2026-01-04 30: new 30']}
  ${'a trial that converts'}  | ${'d-9 act 1 Pro 30 bill 14d; d5 sale 1 30'}                | ${['2026-01-06 30: new 30']}
  ${'a trial that does not'}  | ${'d1 act 1 Pro 30 bill 14d; d5 can 1'}                     | ${[]}
  ${'a change over midnight'} | ${'d-9 act 1 Pro 9; d3 23:30 act 2 Max 19; d4 00:30 can 1'} | ${['2026-01-04 19: expansion 10']}
  ${'a smaller plan'}         | ${'d-9 act 1 Max 19; d3 act 2 Pro 9; d3 can 1'}             | ${['2026-01-04 9: contraction -10']}
  ${'a freeze and its end'}   | ${'d-9 act 1 Pro 40; d2 freeze 1; d4 unfreeze 1'}           | ${['2026-01-03 0: paused -40', '2026-01-05 40: resumed 40']}
  ${'an uninstall'}           | ${'d-9 install; d-9 act 1 Pro 35; d4 uninstall'}            | ${['2026-01-05 0: churn -35']}
  ${'a return'}               | ${'d-99 act 1 Pro 35; d-70 can 1; d4 act 2 Pro 10'}         | ${['2026-01-05 10: reactivation 10']}
  ${'all within one day'}     | ${'d4 act 1 Pro 35; d4 05:00 can 1'}                        | ${['2026-01-05 0: new 35, churn -35']}
  ${'the last second'}        | ${'d6 23:59+59s act 1 Pro 5'}                               | ${['2026-01-07 5: new 5']}
  ${'the first of today'}     | ${'d7 act 1 Pro 5'}                                         | ${[]}
  ${'a free plan'}            | ${'d3 act 1 Free 0'}                                        | ${[]}
  ${'an annual plan'}         | ${'d3 act 1 Yearly 100 bill 365d'}                          | ${['2026-01-04 8.33: new 8.33']}
`('$name moves the day it happens on', async ({ story, expected }: { story: string; expected: string[] }) => {
  const account = await accounts.connect();
  await account.shop('1', story);
  expect(moves(only(await read(account, 'd7')))).toEqual(expected);
});

test('a test charge is in no figure', async () => {
  const account = await accounts.connect();
  await account.shop('1', 'd3 install; d3 act 1 Pro 30 test');
  expect(await read(account, 'd7')).toMatchObject({ currencies: [], activeMerchants: { value: 0 } });
});

test('every range ends yesterday and begins with what was before it', async () => {
  const account = await accounts.connect();
  await account.shop('1', 'd0 act 1 Pro 10');
  await account.shop('2', 'd398 act 2 Pro 20');
  await account.shop('3', 'd399 act 3 Pro 40');
  await account.shop('4', 'd400 act 4 Pro 80');
  const shown = [];
  for (const range of RANGES) {
    const revenue = await read(account, 'd400', { range });
    const { cards, points } = only(revenue);
    const { value, previous } = cards.mrr;
    shown.push([
      range,
      revenue.range.from,
      points.length,
      formatUnits(previous ?? 0n, 'USD'),
      formatUnits(value, 'USD'),
    ]);
    expect(revenue.range.to).toBe('2027-02-04');
  }
  expect(shown).toEqual([
    ['yesterday', '2027-02-04', 1, '30.00', '70.00'],
    ['7d', '2027-01-29', 7, '10.00', '70.00'],
    ['30d', '2027-01-06', 30, '10.00', '70.00'],
    ['90d', '2026-11-07', 90, '10.00', '70.00'],
    ['12m', '2026-02-05', 365, '10.00', '70.00'],
  ]);
});

test('currencies stand beside each other; a shop with two of them is one active merchant', async () => {
  const account = await accounts.connect();
  await account.shop('1', 'd0 act 1 Pro 20');
  await account.shop('2', 'd0 act 2 Pro 10 EUR; d4 can 2; d4 act 3 Pro 20 USD');
  await account.shop('3', 'd0 act 4 Pro 1000 JPY; d0 act 5 More 5 USD; d68 sale 4 1000 JPY', { asOf: 'd68' });
  const { currencies, activeMerchants } = await read(account, 'd7');
  expect(currencies.map(({ currency, cards }) => `${currency} ${formatUnits(cards.mrr.value, currency)}`)).toEqual([
    'EUR 0.00',
    'JPY 1000',
    'USD 45.00',
  ]);
  expect(currencies.map((one) => one.activeMerchants.value)).toEqual([0, 1, 3]);
  expect(activeMerchants).toEqual({ value: 3, previous: 0 });
  expect(currencies.map(moves)).toEqual([
    ['2026-01-01 10: new 10', '2026-01-05 0: contraction -10'],
    ['2026-01-01 1000: new 1000'],
    ['2026-01-01 25: new 20, expansion 5', '2026-01-05 45: expansion 20'],
  ]);
});

describe('apps and plans', () => {
  let account: ToldAccount;
  beforeAll(async () => {
    account = await accounts.connect();
    const other = await accounts.connect({ organizationId: account.organizationId });
    await account.shop('1', 'd0 act 1 Pro 30', { app: '7' });
    await account.shop('1', 'd0 act 2 Basic 5', { app: '8' });
    await account.shop('2', 'd-99 act 3 Pro 30; d-90 act 4 Extra 4; d0 sale 3 30', { app: '7' });
    await account.shop('3', 'd0 act 5 Free 0', { app: '7' });
    await account.shop('4', 'd0 act 6 Pro 30 bill 14d', { app: '7', asOf: 'd7' });
    await account.shop('5', 'd0 act 7 Pro 30; d3 freeze 7', { app: '7' });
    await other.shop('6', 'd0 act 8 Solo 9', { app: '9' });
    await account.shop('8', 'd0 sale 9 12; d6 sale 9 12', { app: '7', asOf: 'd7' });
  });

  const summary = async (query: Asked = {}) => {
    const { currencies, activeMerchants } = await read(account, 'd7', query);
    return currencies.map(({ apps, plans }) => ({
      apps: apps.map(({ appNumber, mrr, merchants }) => `${appNumber} ${formatUnits(mrr, 'USD')} of ${merchants}`),
      plans: plans.map(({ plan, mrr, merchants }) => `${plan ?? '–'} ${formatUnits(mrr, 'USD')} of ${merchants}`),
      active: activeMerchants.value,
    }))[0];
  };

  test('are listed by what they bring in; trials and free plans count, frozen ones do not', async () => {
    expect(await summary()).toEqual({
      apps: ['7 76.00 of 5', '9 9.00 of 1', '8 5.00 of 1'],
      plans: [
        'Pro 60.00 of 3',
        '– 12.00 of 1',
        'Solo 9.00 of 1',
        'Basic 5.00 of 1',
        'Extra 4.00 of 1',
        'Free 0.00 of 1',
      ],
      active: 6,
    });
  });

  test('one app alone, and one that nobody has', async () => {
    expect(await summary({ appNumber: '8' })).toEqual({ apps: ['8 5.00 of 1'], plans: ['Basic 5.00 of 1'], active: 1 });
    expect(await summary({ appNumber: '404' })).toBeUndefined();
  });

  test('an app that is taken away counts nowhere until it returns', async () => {
    const whole = await summary();
    await account.setRemoved('7', true);
    expect(await summary()).toEqual({
      apps: ['9 9.00 of 1', '8 5.00 of 1'],
      plans: ['Solo 9.00 of 1', 'Basic 5.00 of 1'],
      active: 2,
    });
    expect(await summary({ appNumber: '7' })).toBeUndefined();
    await account.setRemoved('7', false);
    expect(await summary()).toEqual(whole);
  });
});

test('cards: what was new and lost, an average, a year', async () => {
  const account = await accounts.connect();
  await account.shop('1', 'd0 install; d0 act 1 Pro 10; d8 uninstall');
  await account.shop('2', 'd9 act 2 Pro 25');
  await account.shop('3', 'd1 act 3 Pro 5');
  await account.shop('4', 'd1 act 4 Free 0');
  const { cards, activeMerchants } = only(await read(account, 'd14'));
  const show = (figure: ComparedFigure<Units>) =>
    [figure.previous, figure.value].map((units) => units !== null && formatUnits(units, 'USD'));
  expect(show(cards.mrr)).toEqual(['15.00', '30.00']);
  expect(show(cards.arr)).toEqual(['180.00', '360.00']);
  expect(show(cards.newMrr)).toEqual(['15.00', '25.00']);
  expect(show(cards.churnedMrr)).toEqual(['0.00', '-10.00']);
  expect(cards.arpu.value && formatRatio(cards.arpu.value, 'USD')).toBe('15.00');
  expect(cards.arpu.previous && formatRatio(cards.arpu.previous, 'USD')).toBe('7.50');
  expect(cards.projectedLtv).toEqual({ value: null, previous: null });
  expect(activeMerchants).toEqual({ value: 3, previous: 3 });
});

test('projected LTV is what an average merchant pays until the mean month’s churn has taken them', async () => {
  const account = await accounts.connect();
  // Paying at the start of February, March and April: 4, 3, 3; stopped in them: 1, 0, 1.
  for (const shop of ['1', '2']) await account.shop(shop, `d5 act ${shop} Pro 10`);
  await account.shop('3', 'd5 act 3 Pro 10; d40 can 3');
  await account.shop('4', 'd5 act 4 Pro 10; d95 can 4');
  const ltv = async (day: string) => only(await read(account, day)).cards.projectedLtv.value;
  expect(await ltv('d119')).toBeNull();
  // 1 May: 10 ÷ ((1/4 + 0 + 1/3) ÷ 3)
  const value = await ltv('d120');
  expect(value && formatRatio(value, 'USD')).toBe('51.43');
});

test('days that a connection has not seen whole are not complete', async () => {
  const account = await accounts.connect();
  const other = await accounts.connect({ organizationId: account.organizationId, scanned: 'd4 12:00' });
  await account.shop('1', 'd0 act 1 Pro 10', { app: '7' });
  await other.shop('2', 'd0 act 2 Pro 10', { app: '8', asOf: 'd4' });
  const complete = async (appNumber?: string) =>
    only(await read(account, 'd7', { appNumber })).points.map((point) => point.complete);
  expect(await complete()).toEqual([true, true, true, true, false, false, false]);
  expect(await complete('8')).toEqual([true, true, true, true, false, false, false]);
  expect(await complete('7')).toEqual(Array(7).fill(true));
  await other.scanned('d7');
  expect(await complete()).toEqual(Array(7).fill(true));
});

test('another organization with the same shops is not in it', async () => {
  const account = await accounts.connect();
  const stranger = await accounts.connect();
  await account.shop('1', 'd0 act 1 Pro 10');
  await stranger.shop('1', 'd0 act 1 Pro 99');
  expect(formatUnits(only(await read(account, 'd7')).cards.mrr.value, 'USD')).toBe('10.00');
  expect(formatUnits(only(await read(stranger, 'd7')).cards.mrr.value, 'USD')).toBe('99.00');
});
