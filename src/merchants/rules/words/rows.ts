import type { Amount, BillingInterval } from '../../../contract/merchant-words.js';
import type { Instant } from '../../../values/instant.js';

/** Charge ids are unique within one kind only; the kind is known from the row's type, not from the id's prefix. */
export type ChargeKind = 'subscription' | 'one_time' | 'usage' | 'credit';

interface CommonRow {
  /** What `evidence` names: a transaction's gid, an event's readable key. */
  readonly id: string;
  readonly at: Instant;
  readonly chargeKind: ChargeKind | null;
  /** The numeric tail of the charge's or credit's id, on which the two feeds are joined. */
  readonly chargeNumber: string | null;
  /** When the request that brought this content began: of conflicting copies the later counts. */
  readonly requestedAt: Instant;
}

/** A row of `App.events`. */
export interface FoldEvent extends CommonRow {
  readonly source: 'event';
  /** `AppEventTypes`; open, Shopify adds values inside a released version. */
  readonly type: string;
  /** The charge's name, which for a subscription is the plan. */
  readonly plan: string | null;
  readonly test: boolean;
  readonly billingOn: Instant | null;
  readonly amount: Amount | null;
  readonly reason: string | null;
  readonly description: string | null;
  /** What it was made from, where the feed itself has no such row. */
  readonly madeFrom?: 'timeline' | 'answer';
}

/** A row of `transactions` that belongs to an app. */
export interface FoldTransaction extends CommonRow {
  readonly source: 'transaction';
  /** `__typename`; open as well. */
  readonly type: string;
  readonly interval: BillingInterval | null;
  readonly gross: Amount | null;
  readonly net: Amount;
}

/** A row of the two older feeds, read into the words of the rule book; a root event that stands alone is made one. */
export type FoldRow = FoldEvent | FoldTransaction;

/** A row of root `events` (2026-07). */
export interface FoldTimelineEvent extends Pick<CommonRow, 'id' | 'at' | 'chargeNumber' | 'requestedAt'> {
  readonly source: 'timeline';
  /** `EventType`; open. */
  readonly type: string;
  /** What a charge or credit is called. */
  readonly name: string | null;
  readonly amount: Amount | null;
  readonly reason: string | null;
  readonly description: string | null;
  /** The UTC day on which a scheduled cancellation lands. */
  readonly cancelsOn: string | null;
  /** Of a subscription, where it names its plan with a price. */
  readonly terms: StatedTerms | null;
}

/** One answer of `activeSubscription` (2026-07); `at` is when it was asked for. */
export interface FoldAnswer extends Pick<CommonRow, 'id' | 'at' | 'requestedAt'> {
  readonly source: 'answer';
  readonly type: 'ActiveSubscription';
  /** Null: no contract. */
  readonly terms: StatedTerms | null;
}

/** What Shopify states of a subscription. Rule: What Shopify states. */
export interface StatedTerms {
  /** Of the charge as the older feeds know it; null for a contract without one. */
  readonly chargeNumber: string | null;
  readonly plan: string | null;
  readonly interval: BillingInterval | null;
  /** A cycle, before discounts; null in several currencies, and where it cannot be read. */
  readonly price: Amount | null;
  /** The same less the discounts; null without any. */
  readonly discountedPrice: Amount | null;
  readonly trialEndsAt: Instant | null;
  /** The UTC day on which it is to end. */
  readonly cancelsOn: string | null;
}

/** One raw row of one (app, shop) pair. */
export type RawRow = FoldRow | FoldTimelineEvent | FoldAnswer;

/**
 * What the merchant was billed. Before June 2020 Shopify sent no gross; then the net stands in, *assumed*.
 * Rule: Then, charge by charge, last sentence.
 */
export function grossOf(row: FoldTransaction): Amount {
  return row.gross ?? row.net;
}

/**
 * A sale of 0.00 is no payment.
 * Rule: Trials, "A sale above zero"; The three recurring figures, "A sale of 0.00".
 */
export function isPayment(sale: FoldTransaction): boolean {
  return grossOf(sale).units > 0n;
}
