import { searchTerm } from './search-term.js';

test.each`
  typed                                                  | term
  ${'  Northwind Tea '}                                  | ${'Northwind Tea'}
  ${'northwind-tea.myshopify.com'}                       | ${'northwind-tea.myshopify.com'}
  ${'https://northwind-tea.myshopify.com/admin?x=1'}     | ${'northwind-tea.myshopify.com'}
  ${'https://admin.shopify.com/store/northwind-tea/app'} | ${'northwind-tea'}
  ${'   '}                                               | ${''}
`('$typed looks for $term', ({ typed, term }: { typed: string; term: string }) => {
  expect(searchTerm(typed)).toBe(term);
});
