import { isNamed } from './is-named.js';

test('a shop that is called by its domain has no name of its own', () => {
  const myshopifyDomain = 'alder.myshopify.com';
  expect([isNamed({ name: myshopifyDomain, myshopifyDomain }), isNamed({ name: 'Alder', myshopifyDomain })]).toEqual([
    false,
    true,
  ]);
});
