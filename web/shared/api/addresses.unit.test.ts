import { appNumberOf, merchantPath } from './addresses.js';

test('the path of a merchant, of what is known of it, and of no other', () => {
  expect(merchantPath('a.myshopify.com')).toBe('/v1/merchants/a.myshopify.com');
  expect(merchantPath('7', 'history', { limit: '50', cursor: 'a b' })).toBe(
    '/v1/merchants/7/history?limit=50&cursor=a+b',
  );
  expect(merchantPath('../connections?', 'events')).toBe('/v1/merchants/..%2Fconnections%3F/events');
});

test('the number in an app’s id', () => {
  expect(appNumberOf('gid://partners/App/4436393')).toBe('4436393');
});
