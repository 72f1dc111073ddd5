import { merchantPath, merchantsPath, revenuePath } from './api-paths.js';
import { readView } from './view.js';

const view = (address: string) => readView(new URLSearchParams(address));

test.each`
  address          | path
  ${''}            | ${'/v1/revenue?range=30d'}
  ${'range=7d'}    | ${'/v1/revenue?range=7d'}
  ${'app=4436393'} | ${'/v1/revenue?range=30d&appId=gid%3A%2F%2Fpartners%2FApp%2F4436393'}
`('revenue of "$address"', ({ address, path }: { address: string; path: string }) => {
  expect(revenuePath(view(address))).toBe(path);
  expect(revenuePath(view(address), 'csv')).toBe(path.replace('revenue', 'revenue.csv'));
});

test.each`
  address                                        | query
  ${''}                                          | ${'sort=mrr&order=desc'}
  ${'search=a%26b&status=active&plan=Pro'}       | ${'search=a%26b&status=active&plan=Pro&sort=mrr&order=desc'}
  ${'sort=lifetimeValue&order=asc&currency=EUR'} | ${'sort=lifetimeValue&order=asc&currency=EUR'}
  ${'sort=installedAt&order=asc&currency=EUR'}   | ${'sort=installedAt&order=asc'}
  ${'range=7d&merchant=x.myshopify.com&table=1'} | ${'sort=mrr&order=desc'}
`('merchants of "$address"', ({ address, query }: { address: string; query: string }) => {
  expect(merchantsPath(view(address))).toBe(`/v1/merchants.csv?${query}`);
  expect(merchantsPath(view(address), { limit: 25, cursor: null })).toBe(`/v1/merchants?${query}&limit=25`);
  expect(merchantsPath(view(address), { limit: 25, cursor: 'c' })).toBe(`/v1/merchants?${query}&limit=25&cursor=c`);
});

test('one merchant', () => {
  expect(merchantPath('a.myshopify.com')).toBe('/v1/merchants/a.myshopify.com');
  expect(merchantPath('a.myshopify.com', 'history')).toBe('/v1/merchants/a.myshopify.com/history?limit=50');
  expect(merchantPath('1', 'charges', 'c')).toBe('/v1/merchants/1/charges?limit=50&cursor=c');
});
