import { MOST_BYTES } from '../../../values/bounded-text.js';
import { type Gid, parseGid } from '../../../values/gid.js';
import type { Instant } from '../../../values/instant.js';
import type { ChargeKind, FoldEvent, FoldTransaction } from '../../rules/words/rows.js';
import { amountOf, billingInterval, boundedText, instantOf, objectOf } from './raw-values.js';

/** A stored row of `app_events`: the GraphQL node as received, with the columns that identify it. */
export interface StoredEvent {
  readonly appNumber: string;
  readonly shopNumber: string;
  readonly type: string;
  readonly occurredAt: Instant;
  /** Kind and number, empty for relationship events. */
  readonly chargeId: string;
  readonly raw: unknown;
  readonly requestedAt: Instant;
}

/** A stored row of `transactions` that names an app. */
export interface StoredTransaction {
  readonly id: string;
  readonly type: string;
  readonly createdAt: Instant;
  readonly raw: unknown;
  readonly requestedAt: Instant;
}

/**
 * Reads a stored event into the fold's words. Null when a charge event has no readable price: the sync sets such rows
 * aside, so this is a row of another version of Shopify's schema, and guessing would be worse than leaving it out.
 */
export function toFoldEvent(stored: StoredEvent): FoldEvent | null {
  const raw = objectOf(stored.raw);
  const charge = objectOf(raw.charge ?? raw.appCredit);
  const kind = kindOfEvent(stored.type);
  const amount = amountOf(charge.amount);
  if (kind !== null && amount === null) return null;
  const { appNumber, shopNumber, type, occurredAt, chargeId } = stored;
  return {
    source: 'event',
    id: `event/${appNumber}/${shopNumber}/${type}/${occurredAt}/${chargeId}`,
    at: occurredAt,
    type,
    chargeKind: kind,
    chargeNumber: parseGid(typeof charge.id === 'string' ? charge.id : '')?.number ?? numericTail(chargeId),
    requestedAt: stored.requestedAt,
    plan: boundedText(charge.name, MOST_BYTES.name),
    test: charge.test === true,
    billingOn: instantOf(charge.billingOn),
    amount,
    reason: boundedText(raw.reason, MOST_BYTES.prose),
    description: boundedText(raw.description, MOST_BYTES.prose),
  };
}

/** Reads a stored transaction into the fold's words. Null when it has no readable amount; see `eventRow`. */
export function toFoldTransaction(stored: StoredTransaction): FoldTransaction | null {
  const raw = objectOf(stored.raw);
  const net = amountOf(raw.netAmount) ?? amountOf(raw.grossAmount);
  if (net === null) return null;
  // One that cannot be read is none: what stands at its end may be another charge's number.
  const charge = typeof raw.chargeId === 'string' ? parseGid(raw.chargeId) : null;
  return {
    source: 'transaction',
    id: stored.id,
    at: stored.createdAt,
    type: stored.type,
    chargeKind: charge && (kindOfTransaction(stored.type) ?? kindOfGid(charge)),
    chargeNumber: charge && charge.number,
    requestedAt: stored.requestedAt,
    interval: billingInterval(raw.billingInterval),
    gross: amountOf(raw.grossAmount),
    net,
  };
}

function kindOfEvent(type: string): ChargeKind | null {
  if (type.startsWith('SUBSCRIPTION_')) return 'subscription';
  if (type.startsWith('ONE_TIME_CHARGE_')) return 'one_time';
  if (type.startsWith('USAGE_CHARGE_')) return 'usage';
  return type.startsWith('CREDIT_') ? 'credit' : null;
}

function kindOfTransaction(type: string): ChargeKind | null {
  switch (type) {
    case 'AppSubscriptionSale':
      return 'subscription';
    case 'AppOneTimeSale':
      return 'one_time';
    case 'AppUsageSale':
      return 'usage';
    case 'AppSaleCredit':
      return 'credit';
    default:
      return null; // an adjustment corrects a charge of any kind
  }
}

function kindOfGid({ kind }: Gid): ChargeKind | null {
  switch (kind) {
    case 'AppSubscription':
      return 'subscription';
    case 'AppPurchaseOneTime':
      return 'one_time';
    case 'AppUsageRecord':
      return 'usage';
    case 'AppCredit':
      return 'credit';
    default:
      return null;
  }
}

/** The two feeds use different prefixes for one charge; the number is what they share. */
function numericTail(id: string): string | null {
  return /^[A-Za-z]+\/(\d+)$/.exec(id)?.[1] ?? null;
}
