import type { MerchantEvent } from '../../shared/api/types.js';
import { awaySpan, eventMoney, eventReason, eventTitle } from './item-text.js';

const event = (changes: Partial<MerchantEvent>) =>
  ({
    type: 'installed',
    plan: null,
    mrrChange: null,
    amount: null,
    reason: null,
    description: null,
    ...changes,
  }) as MerchantEvent;
const usd = (amount: string) => ({ amount, currencyCode: 'USD' });

test.each<[Partial<MerchantEvent>, string]>([
  [{}, 'Installed'],
  [{ type: 'upgraded', plan: 'Pro' }, 'Upgraded to Pro'],
  [{ type: 'upgraded' }, 'Upgraded'],
  [{ type: 'usage_charge', plan: '57 stock updates' }, 'Usage: 57 stock updates'],
])('%j is told as %s', (changes, title) => {
  expect(eventTitle(event(changes))).toBe(title);
});

test.each<[Partial<MerchantEvent>, string | null]>([
  [{}, null],
  [{ type: 'subscribed', mrrChange: usd('29.00') }, '+$29.00 / mo'],
  [{ type: 'uninstalled', mrrChange: usd('-29.00') }, '-$29.00 / mo'],
  [{ type: 'trial_started', mrrChange: usd('0.00') }, null],
  [{ type: 'refund', amount: usd('-19.00') }, '-$19.00'],
  [{ type: 'one_time_purchase', amount: usd('99.00') }, '+$99.00'],
  [{ type: 'charge_abandoned', mrrChange: usd('0.00'), amount: usd('29.00') }, '$29.00'],
])('%j moves %s', (changes, money) => {
  expect(eventMoney(event(changes))).toBe(money);
});

test.each<[Partial<MerchantEvent>, string | null]>([
  [{}, null],
  [{ type: 'uninstalled' }, 'No reason given'],
  [{ type: 'uninstalled', reason: 'Zu teuer' }, '“Zu teuer”'],
  [{ type: 'uninstalled', reason: 'Other', description: 'Closed for winter.' }, 'Other: “Closed for winter.”'],
])('%j says why: %s', (changes, reason) => {
  expect(eventReason(event(changes))).toBe(reason);
});

test.each`
  until                     | span
  ${'2026-01-01T01:00:00Z'} | ${'1 day'}
  ${'2026-01-12T20:00:00Z'} | ${'12 days'}
  ${'2026-06-01T00:00:00Z'} | ${'5 months'}
`('from new year to $until: $span', ({ until, span }: { until: string; span: string }) => {
  expect(awaySpan('2026-01-01T00:00:00Z', until)).toBe(span);
});
