import { at } from '../../test/support/merchants/merchant-story.js';
import { currentCharges, type StoredCharge } from '../merchants/read/merchant/current-charges.js';
import { PastFigures } from '../merchants/rules/figures/past-figures.js';
import { shownFirst } from './shown-first.js';

const charge = (chargeNumber: string, mrr: string, currency: string, since: string): StoredCharge => ({
  ...{ chargeNumber, plan: `Plan ${chargeNumber}`, state: 'live', since, currency, mrr, price: mrr },
  ...{ activatedAt: since, interval: 'EVERY_30_DAYS', carried: null },
});
// Of the two in dollars the first costs more, each of these is older than the next, and the third is the newest.
const circle = [
  charge('1', '20', 'USD', '2026-01-01T00:00:00Z'),
  charge('2', '5', 'EUR', '2026-01-02T00:00:00Z'),
  charge('3', '10', 'USD', '2026-01-03T00:00:00Z'),
];

test.each([[[0, 1, 2]], [[1, 2, 0]], [[2, 0, 1]], [[2, 1, 0]]])(
  'across currencies the newest is shown, in whatever order they come (%j)',
  (order) => {
    const charges = currentCharges(order.flatMap((index) => circle[index] ?? []));
    expect(charges.map(({ chargeNumber }) => chargeNumber)).toEqual(['3', '2', '1']);
  },
);

test('in one currency the dearest is shown, then the newest, then the higher number', () => {
  const showable = (number: string, m: bigint, day: string) => ({ number, m, currency: 'USD', startAt: at(day) });
  const charges = [showable('9', 1n, 'd1'), showable('10', 1n, 'd1'), showable('3', 1n, 'd2'), showable('2', 2n, 'd0')];
  expect(shownFirst(charges, (one) => one).map(({ number }) => number)).toEqual(['2', '3', '10', '9']);
});

test('what carries nothing is ranked by what it will carry, on past days as today', () => {
  const [large, small] = [
    { plan: 'Large', state: 'trialing', from: at('d0'), to: null, carried: { units: 0n, currency: 'USD' }, m: 30n },
    { plan: 'Small', state: 'trialing', from: at('d1'), to: null, carried: { units: 0n, currency: 'USD' }, m: 10n },
  ] as const;
  const spans = [
    { ...large, chargeNumber: '1' },
    { ...small, chargeNumber: '2' },
  ];
  expect(new PastFigures(spans, at('d2')).plan()).toBe('Large');
});
