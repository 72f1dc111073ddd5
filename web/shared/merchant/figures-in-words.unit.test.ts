import type { EvidenceRow, MerchantAppInFull, MerchantCorrection } from '../api/types.js';
import { effectiveMrrCalculation, mrrCalculation } from './calculation.js';
import { correctionText, isNewlyCorrected } from './correction-text.js';
import { priceText } from './price-text.js';
import { rowText, rowTexts } from './row-text.js';
import { durationText } from './tenure-text.js';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
type Charge = MerchantAppInFull['charges'][number];

/** `490.00 USD yearly 40.83`, `49.00 USD trialing`, `29.00 USD frozen`. */
const charges = (text: string): Charge[] =>
  text.split(', ').map((clause) => {
    const [amount = '', currencyCode = '', ...rest] = clause.split(' ');
    const state = rest.find((word) => word === 'trialing' || word === 'frozen') ?? 'live';
    const mrr = rest.find((word) => /^\d/.test(word)) ?? (state === 'live' ? amount : '0.00');
    return {
      state,
      interval: rest.includes('yearly') ? 'ANNUAL' : 'EVERY_30_DAYS',
      price: { amount, currencyCode },
      mrr: { amount: mrr, currencyCode },
    } as Charge;
  });
const app = (text: string, more: Partial<MerchantAppInFull> = {}) =>
  ({
    charges: text === '' ? [] : charges(text),
    trialEndsAt: null,
    cancelsAt: null,
    mrr: null,
    effectiveMrr: null,
    rows: [],
    why: {},
    ...more,
  }) as unknown as MerchantAppInFull;

test.each<[string, Partial<MerchantAppInFull>, string | null]>([
  ['', {}, null],
  ['29.00 USD', {}, '$29.00 / mo'],
  ['490.00 USD yearly 40.83', {}, '$490.00 / year (≈ $40.83 / mo)'],
  ['49.00 USD trialing', { trialEndsAt: '2026-12-05T12:00:00Z' }, '$0 until Dec 5, then $49.00'],
  ['49.00 USD trialing', { trialEndsAt: '2028-12-05T12:00:00Z' }, '$0 until Dec 5, 2028, then $49.00'],
  ['49.00 USD trialing', {}, '$0 in the trial, then $49.00'],
  ['490.00 USD yearly trialing', { trialEndsAt: '2026-12-05T12:00:00Z' }, '$0 until Dec 5, then $490.00 / year'],
  ['29.00 USD frozen', {}, '$29.00, frozen'],
  ['490.00 USD yearly frozen', {}, '$490.00 / year, frozen'],
  ['0.00 USD', {}, 'Free'],
  ['12.345 KWD', {}, 'KWD 12.345 / mo'],
  ['3900 JPY', {}, '¥3,900 / mo'],
  ['30.00 USD, 20.00 USD, 9.00 USD frozen', {}, '$30.00 / mo and $20.00 / mo'],
])('%s costs', (text, more, expected) => {
  const price = priceText(app(text, more), NOW);
  expect(price && plain(price)).toBe(expected);
});

test.each<[string, string | null, string[]]>([
  ['', null, ['No charge is live.']],
  ['490.00 USD yearly 40.83', '40.83', ['$490.00 ÷ 12 = $40.83.']],
  ['29.00 USD', '29.00', ['$29.00, billed every 30 days.']],
  ['30.00 USD, 490.00 USD yearly 40.83', '70.83', ['$30.00 + $490.00 ÷ 12 = $70.83.']],
  ['30.00 USD, 20.00 EUR', '30.00', ['$30.00, billed every 30 days.', '€20.00, billed every 30 days.']],
  ['49.00 USD trialing', '0.00', ['$0 inside the trial, then $49.00.']],
  ['29.00 USD frozen', '0.00', ['$0 while $29.00 is frozen.']],
])('MRR of %s', (text, amount, expected) => {
  const mrr = amount === null ? null : { amount, currencyCode: 'USD' };
  expect(mrrCalculation(app(text, { mrr })).map(plain)).toEqual(expected);
});

const row = (type: string, more: Partial<EvidenceRow> = {}): EvidenceRow => ({
  id: type,
  type,
  occurredAt: '2026-11-27T12:00:00Z',
  plan: null,
  amount: null,
  interval: null,
  billingOn: null,
  ...more,
});
const usd = (amount: string) => ({ amount, currencyCode: 'USD' });

test('what was billed last is calculated from its sales', () => {
  const sale = row('AppSubscriptionSale', { amount: usd('441.00'), interval: 'ANNUAL' });
  const why = { effectiveMrr: { rule: 'last settled gross', confidence: 'stated' as const, evidence: [sale.id] } };
  const found = effectiveMrrCalculation(app('', { effectiveMrr: usd('36.75'), rows: [sale], why }));
  expect(found.map(plain)).toEqual(['$441.00 ÷ 12 = $36.75.']);
});

test.each<[EvidenceRow, string]>([
  [row('SUBSCRIPTION_CHARGE_ACTIVATED', { plan: 'Pro Annual' }), 'Pro Annual activated Nov 27, 2026.'],
  [
    row('SUBSCRIPTION_CHARGE_ACTIVATED', { plan: 'Pro', billingOn: '2026-12-05T12:00:00Z' }),
    'Pro activated Nov 27, 2026. First bill Dec 5, 2026.',
  ],
  [row('SUBSCRIPTION_CHARGE_FROZEN', { plan: ' ' }), 'A charge without a name frozen Nov 27, 2026.'],
  [row('RELATIONSHIP_UNINSTALLED'), 'Uninstalled Nov 27, 2026.'],
  [row('AppSubscriptionSale', { amount: usd('49.00') }), '$49.00 billed Nov 27, 2026.'],
  [
    row('AppSubscriptionSale', { amount: usd('490.00'), interval: 'ANNUAL' }),
    '$490.00 billed for a year Nov 27, 2026.',
  ],
  [row('AppSaleAdjustment', { amount: usd('-9.00') }), '-$9.00 refunded or corrected Nov 27, 2026.'],
  [row('SUBSCRIPTION_CHARGE_TELEPORTED'), 'Shopify’s row SUBSCRIPTION_CHARGE_TELEPORTED of Nov 27, 2026.'],
  [row('toString'), 'Shopify’s row toString of Nov 27, 2026.'],
])('%j in words', (told, expected) => {
  expect(plain(rowText(told))).toBe(expected);
});

test('many rows are counted, not recited', () => {
  const rows = Array.from({ length: 9 }, (_, index) => row('RELATIONSHIP_INSTALLED', { id: String(index) }));
  const texts = rowTexts(rows, [...rows.map(({ id }) => id), 'of a row that is gone']);
  expect([texts.length, texts.at(-1)]).toEqual([7, 'And 3 more rows.']);
});

test.each<[Partial<MerchantCorrection>, string]>([
  [
    { figure: 'mrr', from: usd('29.00'), to: usd('0.00'), at: '2026-10-01T12:00:00Z' },
    'Corrected Nov 20, 2026, because a row came late: MRR from Oct 1, 2026 on was $0.00, not $29.00.',
  ],
  [
    { figure: 'firstSubscribedAt', from: null, to: '2026-10-01T12:00:00Z', at: null, cause: 'rule' },
    'Corrected Nov 20, 2026, because our rules are better now: First subscribed Oct 1, 2026, not none.',
  ],
])('%j in words', (changes, expected) => {
  const correction = { appId: 'a', learnedAt: '2026-11-20T12:00:00Z', cause: 'row', evidence: [], ...changes };
  expect(plain(correctionText(correction as MerchantCorrection))).toBe(expected);
  expect(isNewlyCorrected([correction as MerchantCorrection], NOW)).toBe(true);
  expect(isNewlyCorrected([correction as MerchantCorrection], NOW + 100 * 86_400_000)).toBe(false);
});

test.each([
  ['2026-01-31T12:00:00Z', '2026-02-28T12:00:00Z', '1 month'],
  ['2026-01-31T12:00:00Z', '2026-02-27T12:00:00Z', '27 days'],
  ['2026-01-01T12:00:00Z', '2026-02-01T11:00:00Z', '30 days'],
  ['2025-10-02T17:28:13Z', '2026-11-28T10:00:00Z', '13 months'],
  ['2024-11-28T00:00:00Z', '2026-11-28T00:00:00Z', '2 years'],
  ['2026-11-28T00:00:00Z', '2026-11-28T10:00:00Z', null],
])('from %s to %s it is %s', (from, until, expected) => {
  const text = durationText(from, Date.parse(until));
  expect(text && plain(text)).toBe(expected);
});
