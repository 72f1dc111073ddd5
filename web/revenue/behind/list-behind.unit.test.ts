import type { CurrencyRevenue } from '../../shared/api/types.js';
import { LIST_NAMES, listBehind, type ListName } from './list-behind.js';

const revenue = { range: { from: '2026-10-12', to: '2026-11-28' } };
const shown = { churn: [{ month: '2026-09' }, { month: '2026-10' }] as CurrencyRevenue['churn'] };
const noMonths = { churn: [] };

test.each`
  name                 | on              | list
  ${'mrr'}             | ${null}         | ${{ kind: 'standing', standing: 'paying', asOf: '2026-11-28' }}
  ${'activeMerchants'} | ${null}         | ${{ kind: 'standing', standing: 'active', asOf: '2026-11-28' }}
  ${'newMrr'}          | ${null}         | ${{ kind: 'movements', movement: 'new', from: '2026-10-12', to: '2026-11-28' }}
  ${'churnedMrr'}      | ${null}         | ${{ kind: 'movements', movement: 'churn', from: '2026-10-12', to: '2026-11-28' }}
  ${'paused'}          | ${'2026-11-03'} | ${{ kind: 'movements', movement: 'paused', from: '2026-11-03', to: '2026-11-03' }}
  ${'movements'}       | ${'2026-11-03'} | ${{ kind: 'movements', movement: null, from: '2026-11-03', to: '2026-11-03' }}
  ${'churn'}           | ${'2026-10'}    | ${{ kind: 'movements', movement: 'churn', from: '2026-10-12', to: '2026-10-31' }}
  ${'churn'}           | ${'2026-11'}    | ${{ kind: 'movements', movement: 'churn', from: '2026-11-01', to: '2026-11-28' }}
  ${'churn'}           | ${'2027-01-01'} | ${{ kind: 'movements', movement: 'churn', from: '2026-10-12', to: '2026-11-28' }}
  ${'mrrChurn'}        | ${null}         | ${{ kind: 'movements', movement: 'churn', from: '2026-10-01', to: '2026-10-31' }}
  ${'merchantChurn'}   | ${'2026-09'}    | ${{ kind: 'movements', movement: 'churn', from: '2026-09-01', to: '2026-09-30' }}
  ${'merchantChurn'}   | ${'2020-02'}    | ${{ kind: 'movements', movement: 'churn', from: '2026-10-01', to: '2026-10-31' }}
  ${'projectedLtv'}    | ${null}         | ${{ kind: 'movements', movement: 'churn', from: '2026-09-01', to: '2026-10-31' }}
`('behind $name on $on', ({ name, on, list }: { name: ListName; on: string | null; list: object }) => {
  expect(listBehind(name, on, revenue, shown)).toEqual(list);
});

test('no name is without a list, also before any month is over', () => {
  for (const name of LIST_NAMES)
    expect(listBehind(name, null, revenue, noMonths).kind).toMatch(/^(standing|movements)$/);
});
