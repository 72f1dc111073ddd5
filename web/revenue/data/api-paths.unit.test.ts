import { askedOf } from '../period/asked.js';
import { readView } from '../view/view.js';
import {
  churnReasonsPath,
  cohortsPath,
  criteriaOf,
  listPath,
  merchantsFilePath,
  merchantsPath,
  revenuePath,
  trialFunnelPath,
} from './api-paths.js';

const view = (address: string) => readView(new URLSearchParams(address));
const asked = (address: string) => askedOf(view(address), '2026-11-29');

test.each`
  address                                            | query
  ${''}                                              | ${'range=30d'}
  ${'range=7d'}                                      | ${'range=7d'}
  ${'app=4436393'}                                   | ${'range=30d&appId=gid%3A%2F%2Fpartners%2FApp%2F4436393'}
  ${'from=2026-01-01&to=2026-01-31'}                 | ${'from=2026-01-01&to=2026-01-31'}
  ${'range=7d&asOf=2026-05-01'}                      | ${'range=7d&asOf=2026-05-01'}
  ${'from=2026-01-01&to=2026-01-31&asOf=2026-05-01'} | ${'from=2026-01-01&to=2026-01-31&asOf=2026-01-31'}
  ${'from=2026-01-31&to=2026-01-01&asOf=2026-11-29'} | ${'range=30d'}
`('figures of "$address"', ({ address, query }: { address: string; query: string }) => {
  expect(revenuePath(asked(address))).toBe(`/v1/revenue?${query}`);
  expect(revenuePath(asked(address), 'tab')).toBe(`/v1/revenue.csv?${query}&separator=tab`);
  expect(churnReasonsPath(asked(address))).toBe(`/v1/revenue/churn-reasons?${query}`);
  expect(trialFunnelPath(asked(address))).toBe(`/v1/revenue/trial-funnel?${query}`);
});

test.each`
  address                            | isByMonth
  ${'range=90d'}                     | ${false}
  ${'range=12m'}                     | ${true}
  ${'from=2026-01-01&to=2026-04-02'} | ${false}
  ${'from=2026-01-01&to=2026-04-03'} | ${true}
`('figures of "$address" by month: $isByMonth', ({ address, isByMonth }: { address: string; isByMonth: boolean }) => {
  expect(revenuePath(asked(address)).endsWith('&unit=month')).toBe(isByMonth);
});

test('cohorts are of no range, but of a past day where one is chosen', () => {
  expect(cohortsPath(asked('range=7d'))).toBe('/v1/revenue/cohorts');
  expect(cohortsPath(asked('asOf=2026-05-01&app=1'))).toBe(
    '/v1/revenue/cohorts?appId=gid%3A%2F%2Fpartners%2FApp%2F1&asOf=2026-05-01',
  );
});

test('the lists of merchants behind a figure', () => {
  const days = { from: '2026-11-01', to: '2026-11-30' };
  expect(listPath({ kind: 'movements', movement: 'churn', ...days }, '1', 'USD', null)).toBe(
    '/v1/revenue/movements?from=2026-11-01&to=2026-11-30&movement=churn&appId=gid%3A%2F%2Fpartners%2FApp%2F1&currency=USD&limit=25',
  );
  expect(listPath({ kind: 'movements', movement: null, ...days }, null, 'USD', 'c')).toBe(
    '/v1/revenue/movements?from=2026-11-01&to=2026-11-30&currency=USD&limit=25&cursor=c',
  );
  expect(listPath({ kind: 'standing', standing: 'paying', asOf: '2026-11-28' }, null, 'JPY', null)).toBe(
    '/v1/revenue/merchants?standing=paying&asOf=2026-11-28&currency=JPY&limit=25',
  );
});

const SEGMENT = '0f8fad5b-d9cb-469f-a165-70867728950e';

test.each`
  address                          | criteria
  ${'search=a'}                    | ${null}
  ${`segment=${SEGMENT}`}          | ${null}
  ${'status=active'}               | ${{ statuses: ['active'] }}
  ${'plan=Pro&app=4436393&search'} | ${{ plans: ['Pro'], appIds: ['gid://partners/App/4436393'] }}
`('a segment of "$address" asks $criteria', ({ address, criteria }: { address: string; criteria: object | null }) => {
  expect(criteriaOf(view(address))).toEqual(criteria);
});

test.each`
  address                                        | query
  ${''}                                          | ${'sort=mrr&order=desc'}
  ${'search=a%26b&status=active&plan=Pro'}       | ${'search=a%26b&status=active&plan=Pro&sort=mrr&order=desc'}
  ${'sort=lifetimeValue&order=asc&currency=EUR'} | ${'sort=lifetimeValue&order=asc&currency=EUR'}
  ${'sort=installedAt&order=asc&currency=EUR'}   | ${'sort=installedAt&order=asc'}
  ${`segment=${SEGMENT}`}                        | ${`segment=${SEGMENT}&sort=mrr&order=desc`}
  ${'range=7d&merchant=x.myshopify.com&table=1'} | ${'sort=mrr&order=desc'}
`('merchants of "$address"', ({ address, query }: { address: string; query: string }) => {
  expect(merchantsFilePath(view(address), 'semicolon')).toBe(`/v1/merchants.csv?${query}&separator=semicolon`);
  expect(merchantsPath(view(address), { limit: 25, cursor: null })).toBe(`/v1/merchants?${query}&limit=25`);
  expect(merchantsPath(view(address), { limit: 25, cursor: 'c' })).toBe(`/v1/merchants?${query}&limit=25&cursor=c`);
});
