import { type Instant, parseInstant } from '../../../values/instant.js';
import { formatUnits } from '../../../values/money.js';
import { toFoldAnswer, toFoldTimelineEvent } from './decode-stated.js';

const observedAt = parseInstant('2026-11-02T08:00:00Z') as Instant;
const flat = (amount: string, currency = 'USD') => ({ __typename: 'FlatRatePrice', active: true, amount, currency });

function terms(raw: object) {
  return toFoldAnswer({ appNumber: '7', shopNumber: '9', observedAt, raw }).terms;
}

function shown(amount: { units: bigint; currency: string } | null | undefined): string {
  return amount == null ? '–' : `${formatUnits(amount.units, amount.currency)} ${amount.currency}`;
}

test.each([
  ['one flat price', [{ price: flat('29.99') }], '29.99 USD'],
  ['two of one currency', [{ price: flat('29.99') }, { price: flat('0.01') }], '30.00 USD'],
  ['one that the plan has no more', [{ price: { ...flat('19'), active: false } }], '19.00 USD'],
  ['tiers only', [{ price: { __typename: 'TieredPrice', currency: 'EUR', tiers: [] } }], '0.00 EUR'],
  ['flat and tiers', [{ price: flat('5') }, { price: { __typename: 'TieredPrice', currency: 'USD' } }], '5.00 USD'],
  ['two currencies', [{ price: flat('5') }, { price: flat('5', 'EUR') }], '–'],
  ['one that cannot be read', [{ price: flat('much') }], '–'],
  ['a number instead of text', [{ price: { ...flat('5'), amount: 5 } }], '–'],
  ['no item', [], '–'],
  ['items that are none', 'many', '–'],
])('the price of %s', (_, items, price) => {
  expect(shown(terms({ items })?.price)).toBe(price);
});

test.each([
  ['an amount', { amount: '5.00' }, '25.00 USD'],
  ['per cent', { percentage: 25 }, '22.50 USD'],
  ['a share', { percentage: 0.25 }, '22.50 USD'],
  ['all of it', { percentage: 1 }, '0.00 USD'],
  ['a third without an end', { percentage: 33.333333333 }, '20.00 USD'],
  ['a third of a cent off', { percentage: 33.33 }, '20.00 USD'],
  ['more than there is', { amount: '50' }, '0.00 USD'],
  ['one that is over', { amount: '5', remainingDiscountCycles: 0 }, '–'],
  ['one that ended', { amount: '5', discountEndsAt: '2026-11-01T00:00:00Z' }, '–'],
  ['one that ends later', { amount: '5', discountEndsAt: '2026-12-01T00:00:00Z' }, '25.00 USD'],
  ['none', null, '–'],
  ['one that cannot be read', { percentage: 'much' }, '–'],
])('less a discount: %s', (_, discount, price) => {
  expect(shown(terms({ items: [{ price: flat('30.00'), discount }] })?.discountedPrice)).toBe(price);
});

test.each([
  ['with the cycle', { currentBillingCycle: { endTime: '2026-12-05T10:00:00Z' } }, '2026-12-05'],
  ['with the trial, where there is no cycle yet', { trialEndsAt: '2026-11-09T00:00:00Z' }, '2026-11-09'],
  ['on no day that is named', {}, null],
])('it is to end %s', (_, raw, on) => {
  expect(terms({ ...raw, cancelAtEndOfCycle: true })?.cancelsOn).toBe(on);
  expect(terms({ ...raw, cancelAtEndOfCycle: false })?.cancelsOn).toBeNull();
});

test('what nobody knows yet is none', () => {
  expect(terms({ billingPeriod: 'EVERY_BLUE_MOON', legacySubscriptionId: 'seven', trialEndsAt: 'soon' })).toMatchObject(
    {
      interval: null,
      chargeNumber: null,
      trialEndsAt: null,
    },
  );
});

test.each([
  ['a plain number', 'CHARGE_USAGE', '7', '7'],
  ['an id of its kind', 'CHARGE_USAGE', 'gid://shopify/AppUsageRecord/7', '7'],
  ['an id of another kind', 'CHARGE_USAGE', 'gid://shopify/AppSubscription/7', null],
  ['no id', 'CHARGE_ONE_TIME', 'seven', null],
])('a root event names its charge by %s', (_, type, legacyChargeId, number) => {
  const stored = { id: 'a', occurredAt: observedAt, requestedAt: observedAt };
  expect(toFoldTimelineEvent({ ...stored, type, raw: { metadata: { legacyChargeId } } }).chargeNumber).toBe(number);
});
