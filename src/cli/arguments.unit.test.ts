import { shopDomainOnly } from './arguments.js';

test('the shop of a token is a domain, spelled as the token spells it', () => {
  expect(shopDomainOnly('alder-2.myshopify.com')).toBe('alder-2.myshopify.com');
  for (const text of ['alder', 'Alder.myshopify.com', 'https://alder.myshopify.com', '77', '']) {
    expect(() => shopDomainOnly(text)).toThrow('Write the shop’s *.myshopify.com domain.');
  }
});
