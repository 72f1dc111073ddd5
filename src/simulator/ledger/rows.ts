import type { BillingInterval } from '../../contract/merchant-words.js';
import type { Money } from '../../values/money.js';

/**
 * What the ledger holds. Instants are microseconds since the epoch and numbers are numbers, so that a million rows fit
 * in memory; ids and times become text only when a row is presented.
 */
interface Row {
  /** `createdAt` or `occurredAt`. */
  readonly at: number;
  /** Orders rows of one instant; unique within its feed. */
  readonly tie: number;
  /** Shopify shows some rows days after the time they carry. Before this instant no query finds the row. */
  readonly visibleAt: number;
  /** Values served in place of what the row would say: damaged money, odd instants, texts that no database takes. */
  readonly asSent?: Readonly<Record<string, unknown>> | undefined;
}

/** Apps and shops are held once and changed in place: every row of a renamed shop shows the new name, as at Shopify. */
export interface AppRecord {
  readonly number: string;
  name: string;
  apiKey: string;
}

export interface ShopRecord {
  /** In `gid://partners/Shop/…`. */
  readonly number: string;
  /** In `gid://shopify/Shop/…`, which root `events` uses. Nobody has confirmed that the two are the same: here they differ. */
  readonly shopifyNumber: string;
  name: string;
  myshopifyDomain: string;
}

export const transactionTypes = [
  'AppSubscriptionSale',
  'AppOneTimeSale',
  'AppUsageSale',
  'AppSaleAdjustment',
  'AppSaleCredit',
  'ServiceSale',
  'ServiceSaleAdjustment',
  'ThemeSale',
  'ThemeSaleAdjustment',
  'ReferralTransaction',
  'ReferralAdjustment',
  'TaxTransaction',
  'LegacyTransaction',
] as const;
export type TransactionTypename = (typeof transactionTypes)[number];

/** `tie` is the number in the transaction's id. */
export interface LedgerTransaction extends Row {
  readonly feed: 'transaction';
  readonly typename: TransactionTypename;
  readonly app: AppRecord | null;
  readonly shop: ShopRecord | null;
  readonly chargeId: string | null;
  readonly billingInterval: BillingInterval | null;
  readonly grossAmount: Money | null;
  readonly shopifyFee: Money | null;
  /** `netAmount` of sales; `amount` of tax, referral and legacy rows. */
  readonly netAmount: Money;
  readonly category: string | null;
  readonly taxType: string | null;
  readonly themeName: string | null;
}

export const appEventTypes = [
  'CREDIT_APPLIED',
  'CREDIT_FAILED',
  'CREDIT_PENDING',
  'ONE_TIME_CHARGE_ACCEPTED',
  'ONE_TIME_CHARGE_ACTIVATED',
  'ONE_TIME_CHARGE_DECLINED',
  'ONE_TIME_CHARGE_EXPIRED',
  'RELATIONSHIP_DEACTIVATED',
  'RELATIONSHIP_INSTALLED',
  'RELATIONSHIP_REACTIVATED',
  'RELATIONSHIP_UNINSTALLED',
  'SUBSCRIPTION_APPROACHING_CAPPED_AMOUNT',
  'SUBSCRIPTION_CAPPED_AMOUNT_UPDATED',
  'SUBSCRIPTION_CHARGE_ACCEPTED',
  'SUBSCRIPTION_CHARGE_ACTIVATED',
  'SUBSCRIPTION_CHARGE_CANCELED',
  'SUBSCRIPTION_CHARGE_DECLINED',
  'SUBSCRIPTION_CHARGE_EXPIRED',
  'SUBSCRIPTION_CHARGE_FROZEN',
  'SUBSCRIPTION_CHARGE_UNFROZEN',
  'USAGE_CHARGE_APPLIED',
] as const;
export type AppEventType = (typeof appEventTypes)[number];

/** What root `events` alone tell; the rest of it they tell in words of their own. */
export const timelineOnlyTypes = ['SUBSCRIPTION_CANCELLATION_SCHEDULED', 'SUBSCRIPTION_UPDATED'] as const;
export type TimelineOnlyType = (typeof timelineOnlyTypes)[number];

export function isOnTimelineOnly({ type }: Pick<LedgerEvent, 'type'>): boolean {
  return (timelineOnlyTypes as readonly string[]).includes(type);
}

/** A charge or credit as an event tells it; what an event tells of a charge may change from event to event. */
export interface ChargeRecord {
  readonly id: string;
  readonly name: string;
  readonly amount: Money;
  readonly test: boolean;
  /** Subscriptions only: text as sent, midnight UTC. */
  readonly billingOn: string | null;
}

export interface LedgerEvent extends Row {
  readonly feed: 'event';
  readonly type: AppEventType | TimelineOnlyType;
  readonly app: AppRecord;
  readonly shop: ShopRecord;
  readonly charge: ChargeRecord | null;
  readonly reason: string | null;
  readonly description: string | null;
}

export type LedgerRow = LedgerTransaction | LedgerEvent;

/** App events have no id: this is what tells one from another. */
export function eventKey(row: LedgerEvent): string {
  return [row.app.number, row.shop.number, row.type, row.at, row.charge?.id ?? ''].join('|');
}

export function partsOfEventKey(key: string): { app: string; at: number } {
  const [app = '', , , at] = key.split('|');
  return { app, at: Number(at) };
}

export function transactionGid(row: LedgerTransaction): string {
  return `gid://partners/${row.typename}/${row.tie}`;
}
