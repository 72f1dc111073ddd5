import { shopDomain } from './shop-domain.js';

test.each([
  ['alder.myshopify.com', 'alder.myshopify.com'],
  ['Alder.MyShopify.com', 'alder.myshopify.com'],
  [' https://alder.myshopify.com/ ', 'alder.myshopify.com'],
  ['HTTP://alder.myshopify.com/admin?x=1#y', 'alder.myshopify.com'],
  ['alder.myshopify.com.', 'alder.myshopify.com'],
  ['https://alder.myshopify.com./', 'alder.myshopify.com'],
  ['alder.myshopify.com?a=/', 'alder.myshopify.com'],
  ['REDACTED', 'redacted'],
  ['', ''],
])('%j is %j', (text, domain) => {
  expect(shopDomain(text)).toBe(domain);
});
