import type { MerchantApp, MerchantAppInFull } from '../../shared/api/types.js';
import { detailText, figuresOf } from './app-figures.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const usd = (amount: string) => ({ amount, currencyCode: 'USD' });
const app = (changes: Partial<MerchantAppInFull> = {}): MerchantAppInFull => ({
  appId: 'gid://partners/App/1',
  appName: 'Parcel Pilot',
  partnerOrganizationId: '1234567',
  plan: 'Growth',
  lastPlan: null,
  status: 'active',
  detail: null,
  interval: 'EVERY_30_DAYS',
  price: usd('29.00'),
  charges: [],
  rows: [],
  mrr: usd('29.00'),
  effectiveMrr: usd('29.00'),
  usageMrr: null,
  trialEndsAt: null,
  cancelsAt: null,
  installedAt: '2025-03-27T12:00:00Z',
  firstSubscribedAt: '2025-03-28T12:00:00Z',
  uninstalledAt: null,
  lifetimeValue: [usd('290.00')],
  why: {},
  risk: null,
  ...changes,
});

const reason = (code: string) => ({
  ...{ code, since: '2026-11-03T12:00:00Z', until: '2026-12-05T12:00:00Z' },
  ...{ rule: `risk: ${code}`, confidence: 'stated' as const, evidence: ['event/1'] },
});

const shown = (changes: Partial<MerchantApp>) =>
  Object.fromEntries(
    figuresOf({ app: app(changes), corrections: [], nowMs: NOW, isOnlyApp: false }).map(({ name, value }) => [
      name,
      'text' in value ? value.text.replaceAll('\u00a0', ' ') : value.moment,
    ]),
  );

test('an active merchant has plan, MRR, lifetime value and the day it came', () => {
  expect(shown({})).toEqual({
    plan: 'Growth, monthly',
    mrr: '$29.00 / mo',
    lifetimeValue: '$290.00',
    customerSince: 'Mar 28, 2025',
  });
});

test.each<[string, Partial<MerchantApp>, Record<string, string>]>([
  [
    'a yearly plan says what it is a month',
    { plan: 'Pro', interval: 'ANNUAL', mrr: usd('40.833333') },
    { plan: 'Pro, yearly', mrr: '≈ $40.83 / mo' },
  ],
  ['a discount shows', { effectiveMrr: usd('21.75') }, { lastBilled: '$21.75 / mo' }],
  ['usage stands beside MRR', { usageMrr: usd('3.30') }, { usage: '$3.30', mrr: '$29.00 / mo' }],
  ['a trial says when it ends', { trialEndsAt: '2026-12-01T00:00:00Z' }, { trialEnds: '2026-12-01T00:00:00Z' }],
  ['and that it ended', { trialEndsAt: '2026-11-01T00:00:00Z' }, { trialEnded: '2026-11-01T00:00:00Z' }],
  [
    'a scheduled cancellation says on which day it lands',
    { cancelsAt: '2026-12-05T00:00:00Z' },
    { cancelsAt: 'Dec 5, 2026' },
  ],
  ['a live charge without a name is not known', { plan: null }, { plan: 'Not known' }],
  [
    'a former plan is named',
    { status: 'churned', plan: null, lastPlan: 'Growth', interval: null },
    { plan: 'None, was Growth' },
  ],
  [
    'who never subscribed was installed',
    { status: 'installed', plan: null, interval: null, firstSubscribedAt: null },
    { plan: 'No plan', installed: 'Mar 27, 2025' },
  ],
  [
    'what speaks for it that the merchant leaves, with how much',
    { risk: { level: 'high', reasons: [reason('frozen'), reason('uninstalled_before')] } },
    { risk: 'High: frozen and uninstalled before' },
  ],
  [
    'also for a reason that this page does not know',
    { risk: { level: 'low', reasons: [reason('asks_for_less')] } },
    { risk: 'Low: asks for less' },
  ],
  ['no money at all is none', { mrr: null, lifetimeValue: [] }, { mrr: 'None', lifetimeValue: 'None' }],
  [
    'currencies stand side by side',
    { lifetimeValue: [usd('58.00'), { amount: '150', currencyCode: 'JPY' }] },
    { lifetimeValue: '$58.00 and ¥150' },
  ],
])('%s', (_, changes, expected) => {
  expect(shown(changes)).toMatchObject(expected);
});

test.each([
  ['frozen', 'A charge has been frozen since Nov 3, 2026.'],
  ['cancelling', 'Shopify says since Nov 3, 2026 that the plan is to end.'],
  ['payment_late', 'By Nov 3, 2026 a payment should have been recorded, and none was.'],
  ['downgraded', 'Downgraded on Nov 3, 2026, and has not gone up again.'],
  ['trial_ending_unused', 'The trial ends on Dec 5, 2026, and nothing shows that the app was used in it.'],
  ['uninstalled_before', 'Had uninstalled the app before, and came back on Nov 3, 2026.'],
])('%s has a sentence: %s', (code, sentence) => {
  const risk = { level: 'high' as const, reasons: [reason(code)] };
  const [figure] = figuresOf({ app: app({ risk }), corrections: [], nowMs: NOW, isOnlyApp: true }).filter(
    ({ name }) => name === 'risk',
  );
  expect(figure?.calculation?.map((text) => text.replaceAll('\u00a0', ' '))).toEqual([sentence]);
});

test.each<[Partial<MerchantApp>, string | null]>([
  [{}, null],
  [{ status: 'installed' }, 'Never subscribed'],
  [{ status: 'frozen' }, 'Billing is paused'],
  [{ cancelsAt: '2026-12-05T00:00:00Z' }, 'Cancels on Dec 5'],
  [{ detail: 'free' }, 'Free plan'],
  [{ status: 'churned', detail: 'cancelled' }, 'Cancelled the plan'],
  [
    { status: 'churned', detail: 'uninstalled', uninstalledAt: '2026-06-30T12:00:00Z' },
    'Uninstalled the app, Jun 30, 2026',
  ],
])('%j in words', (changes, expected) => {
  expect(detailText(app(changes))?.replaceAll('\u00a0', ' ') ?? null).toBe(expected);
});
