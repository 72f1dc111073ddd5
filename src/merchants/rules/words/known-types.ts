import type { FoldRow } from './rows.js';

// Event types of the Partner API's schema, version 2026-07 (`AppEventTypes`); transactions that belong to an app.
const KNOWN_TYPES = new Set([
  'RELATIONSHIP_INSTALLED',
  'RELATIONSHIP_UNINSTALLED',
  'RELATIONSHIP_DEACTIVATED',
  'RELATIONSHIP_REACTIVATED',
  'SUBSCRIPTION_CHARGE_ACCEPTED',
  'SUBSCRIPTION_CHARGE_ACTIVATED',
  'SUBSCRIPTION_CHARGE_CANCELED',
  'SUBSCRIPTION_CHARGE_DECLINED',
  'SUBSCRIPTION_CHARGE_EXPIRED',
  'SUBSCRIPTION_CHARGE_FROZEN',
  'SUBSCRIPTION_CHARGE_UNFROZEN',
  'SUBSCRIPTION_APPROACHING_CAPPED_AMOUNT',
  'SUBSCRIPTION_CAPPED_AMOUNT_UPDATED',
  'ONE_TIME_CHARGE_ACCEPTED',
  'ONE_TIME_CHARGE_ACTIVATED',
  'ONE_TIME_CHARGE_DECLINED',
  'ONE_TIME_CHARGE_EXPIRED',
  'USAGE_CHARGE_APPLIED',
  'CREDIT_APPLIED',
  'CREDIT_PENDING',
  'CREDIT_FAILED',
  'AppSubscriptionSale',
  'AppOneTimeSale',
  'AppUsageSale',
  'AppSaleAdjustment',
  'AppSaleCredit',
]);

/**
 * Shopify adds types inside a released version. What such a row means is not known, so it changes nothing: neither a
 * price, although it may carry one, nor a date.
 * Rule: Then, charge by charge, "unknown type".
 */
export function isOfKnownType({ type }: FoldRow): boolean {
  return KNOWN_TYPES.has(type);
}
