import type { BillingInterval } from '../../../contract/merchant-words.js';
import type { AppRecord } from '../../ledger/rows.js';

/** A plan as the app's own price page has it. Prices in minor units of each currency it is sold in. */
export interface Plan {
  readonly name: string;
  readonly interval: BillingInterval;
  readonly trialDays: number;
  readonly price: Readonly<Partial<Record<Currency, number>>> & { readonly USD: number };
}

export type Currency = 'USD' | 'EUR' | 'JPY';

const monthly = (name: string, usd: number, eur: number, jpy: number, trialDays = 0): Plan => ({
  name,
  interval: 'EVERY_30_DAYS',
  trialDays,
  price: { USD: usd, EUR: eur, JPY: jpy },
});
const yearly = (name: string, usd: number, eur: number, jpy: number): Plan => ({
  ...monthly(name, usd, eur, jpy),
  interval: 'ANNUAL',
});

const app = (number: string, name: string, apiKey: string): (() => AppRecord) => {
  return () => ({ number, name, apiKey });
};

/** The partner's apps. The last one is free: no transaction will ever name it, only root `events` does. */
export const apps = {
  parcel: app('4436393', 'Parcel Pilot', '3f1d0a6c58e94b7f9a2be1c07d64a815'),
  loyalty: app('5127701', 'Loyalty Lantern', 'b87a1e44c2d04f0c8e0f7ad95613c2e9'),
  stockroom: app('6090415', 'Stockroom Sync', '0c9e77d2a4b143f58f6627e3bb1d508a'),
  ribbon: app('7311208', 'Cookie Ribbon', 'e5a40b9317c84d6bb19fd2087e36fc41'),
};
export type AppName = keyof typeof apps;

export const plans = {
  parcelStarter: monthly('Starter', 900, 900, 1200),
  parcelGrowth: monthly('Growth', 2900, 2700, 3900),
  parcelScale: monthly('Scale', 7900, 7500, 11_800),
  parcelGrowthYearly: yearly('Growth (yearly)', 29_000, 27_000, 39_000),
  loyaltyFree: monthly('Free', 0, 0, 0),
  loyaltyBasic: monthly('Basic', 1900, 1799, 2800, 14),
  loyaltyPro: monthly('Pro', 4900, 4599, 7200, 14),
  loyaltyPremium: monthly('Premium', 14_900, 13_900, 21_800, 14),
  loyaltyProAnnual: yearly('Pro Annual', 49_000, 45_900, 72_000),
  stockroomMetered: monthly('Pay as you go', 0, 0, 0),
  stockroomTeam: monthly('Team', 3900, 3650, 5600, 7),
  stockroomBusiness: monthly('Business', 9950, 9250, 14_500, 7),
} as const satisfies Record<string, Plan>;
