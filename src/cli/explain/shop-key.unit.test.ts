import { shopKey } from './shop-key.js';

test.each`
  pasted                                                  | key
  ${'shop-1.myshopify.com'}                               | ${'shop-1.myshopify.com'}
  ${'  HTTPS://Shop-1.MyShopify.com/admin/apps?x=1 '}     | ${'shop-1.myshopify.com'}
  ${'https://admin.shopify.com/store/shop-1/apps/review'} | ${'shop-1.myshopify.com'}
  ${'shop-1.myshopify.com./'}                             | ${'shop-1.myshopify.com'}
  ${'Shop-1'}                                             | ${'shop-1.myshopify.com'}
  ${'12345678'}                                           | ${'12345678'}
  ${'gid://shopify/Shop/12345678'}                        | ${'12345678'}
`('$pasted → $key', ({ pasted, key }: Record<'pasted' | 'key', string>) => {
  expect(shopKey(pasted)).toBe(key);
});

test.each(['', 'shop 1', 'shop-1.example.com', 'shop-1.myshopify.com.example.com', 'gid://partners/App/1'])(
  'refuses %j',
  (text) => {
    expect(() => shopKey(text)).toThrow('Write the shop’s *.myshopify.com domain, or its number.');
  },
);
