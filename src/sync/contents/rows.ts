import type { Instant } from '../../values/instant.js';

/** A transaction to store; numbers are the tails of Shopify's global ids. */
export interface PageTransaction {
  readonly id: string;
  readonly type: string;
  readonly createdAt: Instant;
  readonly appNumber: string | null;
  readonly shopNumber: string | null;
  /** Kind and number: `AppSubscription/2345678901`. */
  readonly chargeId: string | null;
  /** The node as received, JSON text. */
  readonly raw: string;
}

export interface PageAppEvent {
  readonly appNumber: string;
  readonly shopNumber: string;
  readonly type: string;
  readonly occurredAt: Instant;
  /** Charge or credit, kind and number; empty without one. */
  readonly chargeId: string;
  readonly raw: string;
}

/** A row of root `events` that names an app and a shop. */
export interface PageTimelineEvent {
  readonly id: string;
  /** `EventType`; open. */
  readonly type: string;
  readonly occurredAt: Instant;
  readonly appNumber: string;
  /** Under gid://shopify/, where shops may have other numbers. */
  readonly shopifyShopNumber: string;
  readonly myshopifyDomain: string;
  readonly raw: string;
}

/** What a row says of its shop. */
export interface ShopSighting {
  readonly shopNumber: string;
  /** Empty where it cannot be read. */
  readonly name: string;
  readonly myshopifyDomain: string;
  /** Of the newest row, which names it. */
  readonly at: Instant;
  /** Of the oldest row. */
  readonly firstAt: Instant;
}

export interface AppSighting {
  readonly appNumber: string;
  /** Null where it cannot be read. */
  readonly name: string | null;
  /** Of the row that names it so; null when that is still to come, and may not outdo what is known today. */
  readonly at: Instant | null;
}

/** A row that cannot be stored as one; kept with its bytes, so that nothing is lost. */
export interface QuarantinedRow {
  readonly reason: 'shape' | 'text' | 'instant' | 'amount' | 'id';
  /** Its text on the wire, byte for byte. */
  readonly raw: string;
  /** What the row would be known by, as `rowKey` says it; null when that is damaged too. */
  readonly key: string | null;
}

/** What tells a row from all others of its feed: it is the same when Shopify corrects the rest of it. */
export function rowKey(row: Pick<PageTransaction, 'id'> | Omit<PageAppEvent, 'raw'>): string {
  if ('id' in row) return row.id;
  return `${row.shopNumber} ${row.type} ${row.occurredAt} ${row.chargeId}`;
}

/** Everything that one page holds. */
export interface PageContents {
  readonly transactions: readonly PageTransaction[];
  readonly appEvents: readonly PageAppEvent[];
  readonly timelineEvents: readonly PageTimelineEvent[];
  readonly shops: readonly ShopSighting[];
  /** Apps that rows named: this discovers them. */
  readonly apps: readonly AppSighting[];
  /** The app whose events these are, with its name of today: asked for, so not discovered by this. */
  readonly app: AppSighting | null;
  readonly quarantined: readonly QuarantinedRow[];
  /** The newest instant among its rows that is not still to come. Null, like the next three, when there is none. */
  readonly newest: Instant | null;
  /** Between these two it surely has every row: a few rows at its ends tell, so that one wrong date cannot. */
  readonly begins: Instant | null;
  readonly ends: Instant | null;
  /** Of the row in its middle. */
  readonly middle: Instant | null;
  /** Tells whether the page is the same as another: of its nodes, as received, and how many of them are still to come. */
  readonly digest: () => string;
  readonly lastCursor: string | null;
  readonly hasNextPage: boolean;
}
