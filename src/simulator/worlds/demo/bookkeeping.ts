import type { ShopRecord } from '../../ledger/rows.js';
import { Random } from '../../random.js';
import { type Draft, plainTransaction } from '../drafts.js';
import { priceText, split } from '../prices.js';
import { DAY, wholeSecond } from '../time.js';

const PAYOUT_EVERY_DAYS = 15;
const PAYOUTS = 48;

/** What a partner earns and owes beside its apps: tax on fees, referrals, a theme, some services. */
export function bookkeeping(seed: string, anchor: number, shops: readonly ShopRecord[]): Draft[] {
  const random = new Random(`${seed} bookkeeping`);
  const ago = (days: number) => wholeSecond(anchor - days * DAY);
  const usd = (minor: number) => priceText({ minor, currencyCode: 'USD' }, random);
  const at = (days: number) => ({ at: ago(days), visibleAt: ago(days) });
  const someone = () => random.pick(shops);
  const sale = (minor: number) => split({ minor, currencyCode: 'USD' }, random);

  const taxes = Array.from({ length: PAYOUTS }, (_, payout): Draft => ({
    ...plainTransaction,
    ...at((payout + 0.4) * PAYOUT_EVERY_DAYS),
    typename: 'TaxTransaction',
    taxType: payout % 6 === 0 ? 'REFERRAL_COMMISSION' : 'SALE_SHOPIFY_FEE',
    netAmount: usd(payout % 6 === 0 ? random.between(100, 900) : -random.between(200, 4000)),
  }));
  const referrals = [600, 433, 290, 111, 14].map((days): Draft => ({
    ...plainTransaction,
    ...at(days),
    typename: 'ReferralTransaction',
    shop: someone(),
    category: random.pick(['SHOPIFY_PLUS', 'AFFILIATE_STORES', 'POINT_OF_SALE']),
    netAmount: usd(random.between(2000, 40_000)),
  }));
  const themes = [500, 321, 77, 33].map((days): Draft => ({
    ...plainTransaction,
    ...at(days),
    ...sale(18_000),
    typename: 'ThemeSale',
    shop: someone(),
    themeName: 'Lighthouse',
  }));
  const others: Draft[] = [
    {
      ...plainTransaction,
      ...at(32),
      ...sale(-18_000),
      typename: 'ThemeSaleAdjustment',
      shop: someone(),
      themeName: 'Lighthouse',
    },
    { ...plainTransaction, ...at(210), ...sale(75_000), typename: 'ServiceSale', shop: someone() },
    { ...plainTransaction, ...at(44), ...sale(120_000), typename: 'ServiceSale', shop: someone() },
    { ...plainTransaction, ...at(40), ...sale(-20_000), typename: 'ServiceSaleAdjustment', shop: someone() },
    {
      ...plainTransaction,
      ...at(109),
      typename: 'ReferralAdjustment',
      category: 'SHOPIFY_PLUS',
      netAmount: usd(-1500),
    },
    { ...plainTransaction, ...at(722), typename: 'LegacyTransaction', netAmount: usd(4200) },
  ];
  return [...taxes, ...referrals, ...themes, ...others];
}
