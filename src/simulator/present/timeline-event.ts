import { createHash } from 'node:crypto';
import { instantFromMicros } from '../../values/instant.js';
import type { AppRecord, LedgerEvent, LedgerRow, LedgerTransaction, ShopRecord } from '../ledger/rows.js';
import { merge } from './as-sent.js';

/** A row as root `events` tells it (2026-07 and later): other types, other words, ids under `gid://shopify/`. */
export function presentTimelineEvent(row: LedgerRow): object {
  const node = {
    id: timelineId(row),
    eventType: timelineEventType(row),
    occurredAt: instantFromMicros(row.at),
    shop: row.shop && presentShopReference(row.shop),
    subject: row.app && presentAppReference(row.app),
    ...(row.feed === 'transaction' ? earning(row) : event(row)),
  };
  return merge(node, row.asSent);
}

/** The words of `EventFilterInput.eventTypes`. */
export function timelineEventType(row: LedgerRow): string {
  if (row.feed === 'event') return eventTypes[row.type] ?? row.type;
  return earnings[row.typename]?.eventType ?? '';
}

export function presentAppReference(app: AppRecord): object {
  return {
    __typename: 'AppReference',
    id: `gid://shopify/App/${app.number}`,
    name: app.name,
    apiKey: app.apiKey,
  };
}

export function presentShopReference(shop: ShopRecord): object {
  return {
    id: `gid://shopify/Shop/${shop.shopifyNumber}`,
    name: shop.name,
    myshopifyDomain: shop.myshopifyDomain,
  };
}

function earning(row: LedgerTransaction): object {
  const day = instantFromMicros(row.visibleAt).slice(0, 10);
  return {
    __typename: 'Earning',
    earningType: earnings[row.typename]?.earningType,
    chargeId: row.chargeId,
    description: null,
    // Non-null here, nullable in `transactions`.
    grossAmount: row.grossAmount ?? row.netAmount,
    netAmount: row.netAmount,
    shopifyFee: row.shopifyFee ?? { amount: '0.0', currencyCode: row.netAmount.currencyCode },
    metadata: legacyCharge(row.chargeId),
    settlementDate: day,
  };
}

function event(row: LedgerEvent): object {
  const { charge } = row;
  const [family, ...rest] = timelineEventType(row).split('_');
  const state = rest.join('_');
  switch (family) {
    case 'RELATIONSHIP':
      return { __typename: 'Relationship', state, reason: row.reason, reasonDescription: row.description };
    case 'CREDIT':
      return { __typename: 'Credit', status: state, description: charge?.name ?? null, money: charge?.amount };
    case 'CHARGE':
      return {
        __typename: 'Charge',
        amount: charge?.amount,
        balanceUsed: null,
        cappedAmount: null,
        chargeId: charge?.id,
        chargeType: state,
        description: charge?.name ?? null,
        metadata: legacyCharge(charge?.id ?? null),
        planHandle: null,
        usageQuantity: null,
      };
    default:
      // What a row says of plan and day it says in place of these.
      return { __typename: 'SubscriptionStatus', state, cancelEffectiveOn: null, plan: null };
  }
}

const eventTypes: Partial<Record<LedgerEvent['type'], string>> = {
  ONE_TIME_CHARGE_ACTIVATED: 'CHARGE_ONE_TIME',
  USAGE_CHARGE_APPLIED: 'CHARGE_USAGE',
  SUBSCRIPTION_CHARGE_ACTIVATED: 'SUBSCRIPTION_CREATED',
  SUBSCRIPTION_CHARGE_CANCELED: 'SUBSCRIPTION_CANCELED',
  SUBSCRIPTION_CHARGE_FROZEN: 'SUBSCRIPTION_FROZEN',
  SUBSCRIPTION_CHARGE_UNFROZEN: 'SUBSCRIPTION_UNFROZEN',
};

const earnings: Partial<Record<LedgerTransaction['typename'], { eventType: string; earningType: string }>> = {
  AppSubscriptionSale: { eventType: 'EARNING_CHARGE_RECURRING', earningType: 'CHARGE' },
  AppUsageSale: { eventType: 'EARNING_CHARGE_USAGE', earningType: 'CHARGE' },
  AppOneTimeSale: { eventType: 'EARNING_CHARGE_ONE_TIME', earningType: 'CHARGE' },
  AppSaleAdjustment: { eventType: 'EARNING_REFUND', earningType: 'REFUND' },
  AppSaleCredit: { eventType: 'EARNING_CREDIT', earningType: 'CREDIT' },
};

function legacyCharge(chargeId: string | null): object | null {
  return chargeId === null ? null : { legacyChargeId: chargeId.slice(chargeId.lastIndexOf('/') + 1) };
}

function timelineId(row: LedgerRow): string {
  return createHash('sha256').update(`${row.feed} ${row.at} ${row.tie}`).digest('base64url').slice(0, 22);
}
