import type { CurrencyRevenue } from '../../shared/api/types.js';
import { currencyShown } from './currency-shown.js';

const currency = (currencyCode: string, value: number) =>
  ({ currencyCode, activeMerchants: { value, previous: 0 } }) as CurrencyRevenue;
const several = [currency('EUR', 69), currency('JPY', 6), currency('USD', 182)];

test.each`
  currencies | chosen   | shown
  ${several} | ${'JPY'} | ${'JPY'}
  ${several} | ${null}  | ${'USD'}
  ${several} | ${'CHF'} | ${'USD'}
  ${[]}      | ${'USD'} | ${undefined}
`(
  'of $currencies.length, $chosen chosen: $shown',
  (row: { currencies: CurrencyRevenue[]; chosen: string | null; shown: string | undefined }) => {
    expect(currencyShown(row.currencies, row.chosen)?.currencyCode).toBe(row.shown);
  },
);
