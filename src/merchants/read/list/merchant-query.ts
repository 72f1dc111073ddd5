import type { MerchantSort, MerchantStatus, SortOrder } from '../../../contract/merchant-words.js';

/** Status, plan and app are looked for in one visible app of the merchant. */
export interface MerchantFilter {
  readonly status?: MerchantStatus | undefined;
  readonly plan?: string | undefined;
  readonly appNumber?: string | undefined;
  /** Members of this segment; then without any of the others, which the segment's criteria say. */
  readonly segmentId?: string | undefined;
}

export interface MerchantOrder {
  readonly sort: MerchantSort;
  readonly order: SortOrder;
}

/** Where a list stands: a merchant and its sort key. Plain JSON, opaque to callers. */
export interface MerchantPosition {
  readonly shopNumber: string;
  /** Null behind those that have the key. */
  readonly key: string | null;
  readonly currency: string | null;
}

export interface MerchantQuery extends MerchantFilter, MerchantOrder {
  /** Part of the domain or the name, in any case. */
  readonly search?: string | undefined;
  /** Money sorts by this one; without it by the one that most merchants have. */
  readonly currency?: string | undefined;
  readonly limit: number;
  /** Where the page before ended; only what `next` gave, and only with the same query. */
  readonly after?: MerchantPosition | undefined;
}
