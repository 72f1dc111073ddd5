import type { Instant } from '../../../values/instant.js';
import { compareNumbers, compareText, orderOfType } from './order-at-one-instant.js';
import type { FoldRow } from './rows.js';

/**
 * The rows that count, each once, in the one order: dated up to `asOf`, and of conflicting copies of one event or
 * transaction the one from the later request.
 * Rule: first paragraph, "One event = …".
 */
export function eachOnce(rows: readonly FoldRow[], asOf: Instant): FoldRow[] {
  const kept = new Map<string, FoldRow>();
  for (const row of rows) {
    if (row.at > asOf) continue;
    const key = identityOf(row);
    const rival = kept.get(key);
    if (rival === undefined || isLaterCopy(row, rival)) kept.set(key, row);
  }
  return [...kept.values()].sort(compareRows);
}

function identityOf(row: FoldRow): string {
  return row.source === 'event' ? `${row.type} ${row.at} ${row.chargeNumber ?? ''}` : row.id;
}

/** Two copies of the same request cannot be ranked by time; any rule does that does not look at their order. */
function isLaterCopy(row: FoldRow, rival: FoldRow): boolean {
  if (row.requestedAt !== rival.requestedAt) return row.requestedAt > rival.requestedAt;
  return content(row) > content(rival);
}

function content(row: FoldRow): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** The one order of rows. */
export function compareRows(one: FoldRow, other: FoldRow): number {
  return (
    compareText(one.at, other.at) ||
    orderOfType(one.type) - orderOfType(other.type) ||
    compareNumbers(one.chargeNumber ?? '', other.chargeNumber ?? '') ||
    compareText(one.type, other.type) ||
    compareText(one.id, other.id)
  );
}

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
