import { z } from 'zod';
import { BILLING_INTERVALS } from '../../contract/merchant-words.js';
import { instantToMicros, parseInstant } from '../../values/instant.js';
import type { ContractRecord } from '../ledger/contracts.js';
import type { Ledger } from '../ledger/ledger.js';
import {
  appEventTypes,
  type LedgerEvent,
  type LedgerTransaction,
  timelineOnlyTypes,
  transactionTypes,
} from '../ledger/rows.js';
import { ControlRefused } from './route.js';

const number = z.string().regex(/^[1-9][0-9]{0,15}$/);
const instant = z.string().transform((text, context) => {
  const parsed = parseInstant(text);
  if (parsed !== null) return instantToMicros(parsed);
  context.addIssue({ code: 'custom', message: 'Not an ISO 8601 instant with a zone' });
  return z.NEVER;
});
const money = z.strictObject({ amount: z.string(), currencyCode: z.string() });
/** Values sent in place of the row's own, merged at any depth: damaged texts, odd numbers. */
const asSent = z.record(z.string(), z.json()).optional();

export const appInput = z.strictObject({ number, name: z.string(), apiKey: z.string().default('0'.repeat(32)) });
export const shopInput = z.strictObject({
  number,
  name: z.string(),
  myshopifyDomain: z.string(),
  shopifyNumber: number.optional(),
});

export const transactionInput = z.strictObject({
  type: z.enum(transactionTypes),
  number,
  createdAt: instant,
  visibleAt: instant.optional(),
  appNumber: number.nullable().default(null),
  shopNumber: number.nullable().default(null),
  chargeId: z.string().nullable().default(null),
  billingInterval: z.enum(BILLING_INTERVALS).nullable().default(null),
  grossAmount: money.nullable().default(null),
  shopifyFee: money.nullable().default(null),
  /** Also the `amount` of tax, referral and legacy rows. */
  netAmount: money,
  category: z.string().nullable().default(null),
  taxType: z.string().nullable().default(null),
  themeName: z.string().nullable().default(null),
  asSent,
});

export const eventInput = z.strictObject({
  type: z.enum([...appEventTypes, ...timelineOnlyTypes]),
  appNumber: number,
  shopNumber: number,
  occurredAt: instant,
  visibleAt: instant.optional(),
  charge: z
    .strictObject({
      id: z.string(),
      name: z.string(),
      amount: money,
      test: z.boolean().default(false),
      billingOn: z.string().nullable().default(null),
    })
    .nullable()
    .default(null),
  reason: z.string().nullable().default(null),
  description: z.string().nullable().default(null),
  asSent,
});

/** What `activeSubscription` tells of an app and a shop. */
export const contractInput = z.strictObject({
  appNumber: number,
  shopNumber: number,
  from: instant,
  to: instant.optional(),
  legacySubscriptionId: z.string().nullable().default(null),
  plan: z.string(),
  price: money,
  interval: z.enum(BILLING_INTERVALS).default('EVERY_30_DAYS'),
  trialEndsAt: instant.nullable().default(null),
  cancelledAt: instant.nullable().default(null),
  discountPercent: z.number().nullable().default(null),
  asSent,
});

export type AppInput = z.output<typeof appInput>;
export type ShopInput = z.output<typeof shopInput>;

export function transactionRow(input: z.output<typeof transactionInput>, ledger: Ledger): LedgerTransaction {
  const { type, number, createdAt, visibleAt = createdAt, appNumber, shopNumber, ...rest } = input;
  return {
    ...rest,
    feed: 'transaction',
    typename: type,
    at: createdAt,
    visibleAt,
    tie: Number(number),
    app: appNumber === null ? null : known(ledger.apps.get(appNumber), `app ${appNumber}`),
    shop: shopNumber === null ? null : known(ledger.shops.get(shopNumber), `shop ${shopNumber}`),
  };
}

export function eventRow(input: z.output<typeof eventInput>, ledger: Ledger, tie: number): LedgerEvent {
  const { appNumber, shopNumber, occurredAt, visibleAt = occurredAt, ...rest } = input;
  return {
    ...rest,
    feed: 'event',
    at: occurredAt,
    visibleAt,
    tie,
    app: known(ledger.apps.get(appNumber), `app ${appNumber}`),
    shop: known(ledger.shops.get(shopNumber), `shop ${shopNumber}`),
  };
}

export function contractRecord(input: z.output<typeof contractInput>, ledger: Ledger): ContractRecord {
  const { appNumber, shopNumber, to = Infinity, ...rest } = input;
  return {
    ...rest,
    to,
    app: known(ledger.apps.get(appNumber), `app ${appNumber}`),
    shop: known(ledger.shops.get(shopNumber), `shop ${shopNumber}`),
  };
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new ControlRefused(`There is no ${what}: put it first, or in the same call`);
  return value;
}
