import type { ConnectionKey } from './connection-activities.js';

/** One shop of a connection that somebody looks at now. */
export interface ShopRefresh extends ConnectionKey {
  /** Its number, or the `*.myshopify.com` domain of one that no row has named yet. */
  readonly shop: string;
}

/** How a refresh ended. Counts and codes only: rows never enter workflow history. */
export type RefreshEnd =
  | { readonly outcome: 'stored'; readonly newRows: number }
  /** Nothing may be asked for now: not connected any more, Shopify wants us to wait, or there was no turn in time. */
  | { readonly outcome: 'not_now' }
  /** Counted nowhere; the ordinary sync finds out for itself. */
  | { readonly outcome: 'failed'; readonly code: string };

/** What the refresh workflow asks of the outside world; on a task queue of its own. */
export interface RefreshActivities {
  /** Reads the newest rows of the shop, stores and derives them. */
  refreshShop(refresh: ShopRefresh): Promise<RefreshEnd>;
}
