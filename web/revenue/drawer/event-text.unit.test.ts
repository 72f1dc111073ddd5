import type { MerchantEvent } from '../../shared/api/types.js';
import { eventAmount, eventReason, eventTitle } from './event-text.js';

const usd = (amount: string) => ({ amount, currencyCode: 'USD' });
const event = (more: Partial<MerchantEvent>): MerchantEvent => ({
  id: 'e',
  type: 'installed',
  occurredAt: '2026-11-03T00:00:00Z',
  appId: 'gid://partners/App/1',
  plan: null,
  mrrChange: null,
  amount: null,
  reason: null,
  description: null,
  test: false,
  suppressed: false,
  rule: 'install state',
  confidence: 'stated',
  evidence: [],
  rows: [],
  ...more,
});

test.each`
  more                                                              | title                 | amount           | reason
  ${{}}                                                             | ${'Installed'}        | ${null}          | ${null}
  ${{ type: 'upgraded', plan: 'Growth', mrrChange: usd('20.00') }}  | ${'Upgraded: Growth'} | ${'+$20.00 MRR'} | ${null}
  ${{ type: 'frozen', mrrChange: usd('-9.00'), amount: usd('9') }}  | ${'Frozen'}           | ${'-$9.00 MRR'}  | ${null}
  ${{ type: 'unsubscribed', mrrChange: usd('0.00') }}               | ${'Unsubscribed'}     | ${null}          | ${null}
  ${{ type: 'refund', amount: usd('-9.00') }}                       | ${'Refund'}           | ${'-$9.00'}      | ${null}
  ${{ type: 'uninstalled', reason: 'Too dear', description: '' }}   | ${'Uninstalled'}      | ${null}          | ${'Reason: Too dear'}
  ${{ type: 'uninstalled', reason: 'Other', description: 'Moved' }} | ${'Uninstalled'}      | ${null}          | ${'Reason: Other – Moved'}
`(
  '$more.type, $more',
  (row: { more: Partial<MerchantEvent>; title: string; amount: string | null; reason: string | null }) => {
    const told = event(row.more);
    expect([eventTitle(told), eventAmount(told), eventReason(told)]).toEqual([row.title, row.amount, row.reason]);
  },
);
