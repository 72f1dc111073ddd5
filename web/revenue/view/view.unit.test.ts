import { isFiltered, nextOrder, readView } from './view.js';

const SEGMENT = '0f8fad5b-d9cb-469f-a165-70867728950e';
const view = (address: string) => readView(new URLSearchParams(address));
const DEFAULTS = {
  range: '30d',
  from: null,
  to: null,
  asOf: null,
  app: null,
  currency: null,
  search: '',
  status: null,
  plan: null,
  segment: null,
  sort: 'mrr',
  order: 'desc',
  behind: null,
  on: null,
  merchant: null,
  table: false,
};

test('an address without parameters is the view that the page begins with', () => {
  expect(view('')).toEqual(DEFAULTS);
});

test.each`
  address                               | reads
  ${'range=12m'}                        | ${{ range: '12m' }}
  ${'from=2026-02-01&to=2025-01-31'}    | ${{ from: '2026-02-01', to: '2025-01-31' }}
  ${'asOf=2028-02-29'}                  | ${{ asOf: '2028-02-29' }}
  ${'app=4436393&currency=JPY'}         | ${{ app: '4436393', currency: 'JPY' }}
  ${'search=+blue+heron+'}              | ${{ search: 'blue heron' }}
  ${'status=frozen&plan=Pro%20Annual'}  | ${{ status: 'frozen', plan: 'Pro Annual' }}
  ${`segment=${SEGMENT}`}               | ${{ segment: SEGMENT }}
  ${`segment=${SEGMENT}&status=active`} | ${{ status: 'active' }}
  ${`segment=${SEGMENT}&app=1`}         | ${{ app: '1' }}
  ${'sort=installedAt&order=asc'}       | ${{ sort: 'installedAt', order: 'asc' }}
  ${'merchant=blue.myshopify.com'}      | ${{ merchant: 'blue.myshopify.com' }}
  ${'behind=churn&on=2026-11-03'}       | ${{ behind: 'churn', on: '2026-11-03' }}
  ${'behind=arpu&on=2026-11'}           | ${{ behind: 'arpu', on: '2026-11' }}
  ${'table=1'}                          | ${{ table: true }}
  ${'search=a%00b'}                     | ${{ search: 'ab' }}
  ${`search=${'x'.repeat(300)}`}        | ${{ search: 'x'.repeat(200) }}
`('$address', ({ address, reads }: { address: string; reads: object }) => {
  expect(view(address)).toEqual({ ...DEFAULTS, ...reads });
});

test.each([
  'range=31d',
  'from=2026-02-30',
  'to=yesterday',
  'asOf=2026-11-3',
  'asOf=2026-11-03T00:00:00Z',
  'app=0',
  'app=12a',
  'app=9999999999999999999',
  'currency=usd',
  'status=gone',
  'segment=1',
  'sort=name',
  'order=up',
  'merchant=../../etc',
  `plan=${'x'.repeat(256)}`,
  'table=yes',
  'search=%00',
  'behind=everybody',
  'on=2026-13',
  'on=2026-02-30',
  'plan=a%00',
  'plan=a%0Ab',
  'toString=1',
])('%s is read as no choice', (address) => {
  expect(view(address)).toEqual(DEFAULTS);
});

test.each`
  address                 | filtered
  ${''}                   | ${false}
  ${'range=7d&sort=x'}    | ${false}
  ${'search=a'}           | ${true}
  ${'status=active'}      | ${true}
  ${'plan=Pro'}           | ${true}
  ${`segment=${SEGMENT}`} | ${true}
  ${'app=1'}              | ${true}
`('"$address" leaves merchants out: $filtered', ({ address, filtered }: { address: string; filtered: boolean }) => {
  expect(isFiltered(view(address))).toBe(filtered);
});

test.each`
  address                 | column             | order
  ${''}                   | ${'mrr'}           | ${'asc'}
  ${'order=asc'}          | ${'mrr'}           | ${'desc'}
  ${'order=asc'}          | ${'lastEventAt'}   | ${'desc'}
  ${'sort=lifetimeValue'} | ${'lifetimeValue'} | ${'asc'}
`('"$address", a press on $column: $order', ({ address, column, order }: Record<string, string>) => {
  expect(nextOrder(view(address ?? ''), column as 'mrr')).toBe(order);
});
