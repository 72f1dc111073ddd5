import type { PartnerAnswer } from '../client/partner-api.js';
import { readSubscription } from './read-subscription.js';

const whole = {
  app: { id: 'gid://shopify/App/11' },
  shop: { id: 'gid://shopify/Shop/921', myshopifyDomain: 'Alder.myshopify.com' },
  billingPeriod: 'EVERY_30_DAYS',
  cancelAtEndOfCycle: false,
  items: [{ price: { __typename: 'FlatRatePrice', amount: '30.0', currency: 'USD' } }],
};

function answered(value: unknown, errors: PartnerAnswer['errors'] = []): PartnerAnswer {
  return { data: { subscription0: value }, errors, servedVersion: null, text: () => '' };
}

test('an answer is taken as it is, with whom it says that it is of', () => {
  expect(readSubscription(answered(whole), 0)).toEqual({
    outcome: 'stated',
    raw: whole,
    appNumber: '11',
    myshopifyDomain: 'alder.myshopify.com',
  });
});

test('an interval and a kind of price that nobody knows yet are taken', () => {
  const odd = {
    ...whole,
    billingPeriod: 'EVERY_BLUE_MOON',
    items: [{ price: { __typename: 'Barter', currency: 'XYZ' } }],
  };
  expect(readSubscription(answered(odd), 0)).toMatchObject({ outcome: 'stated' });
});

test.each([
  ['no contract', null, 'none'],
  ['nothing at all', undefined, 'unanswered'],
  ['no shop', { ...whole, shop: null }, 'damaged'],
  ['an app without a number', { ...whole, app: { id: 'eleven' } }, 'damaged'],
  ['items that are none', { ...whole, items: 'many' }, 'damaged'],
  ['a list', [whole], 'damaged'],
])('%s', (_, value, outcome) => {
  expect(readSubscription(answered(value), 0)).toMatchObject({ outcome });
});

const error = { alias: 'subscription0', meaning: 'unknown', likeness: '' } as const;

test.each([
  ['unknown', 'refused'],
  ['absent', 'refused'],
  ['access', 'refused'],
  ['outage', 'unanswered'],
  ['throttled', 'unanswered'],
] as const)('an error under its alias that means %s: %s', (meaning, outcome) => {
  expect(readSubscription(answered(null, [{ ...error, meaning }]), 0)).toEqual({ outcome });
});

test('an error under another alias is not its own', () => {
  expect(readSubscription(answered(null, [{ ...error, alias: 'subscription1' }]), 0)).toEqual({ outcome: 'none' });
});
