import type { Merchant, Page } from '../../shared/api/types.js';
import { listedMerchants } from './listed-merchants.js';

const page = (...merchants: string[]): Page<Merchant> => ({
  items: merchants.map((merchant) => {
    const [shopNumber, name] = merchant.split(' ');
    return { shopNumber, name } as Merchant;
  }),
  nextCursor: null,
});

test.each`
  pages                                          | listed
  ${[]}                                          | ${[]}
  ${[page('1 Ash', '2 Birch'), page('3 Cedar')]} | ${['Ash', 'Birch', 'Cedar']}
  ${[page('1 Ash', '2 Birch'), page('1 Alder')]} | ${['Alder', 'Birch']}
`('$pages.length pages: $listed', ({ pages, listed }: { pages: Page<Merchant>[]; listed: string[] }) => {
  expect(listedMerchants(pages).map(({ name }) => name)).toEqual(listed);
});
