import type { Status } from '../merchants/vocabulary.js';
import type { MerchantView } from './merchant-views.js';
import type { Tenant } from './tenant.js';

export type MerchantSort = 'mrr' | 'lifetimeValue' | 'lastEventAt' | 'installedAt';

export interface MerchantQuery {
  /** Part of the domain or the name, in any case. */
  readonly search?: string | undefined;
  readonly status?: Status | undefined;
  readonly plan?: string | undefined;
  readonly appNumber?: string | undefined;
  readonly sort: MerchantSort;
  readonly order: 'asc' | 'desc';
  /** Money sorts by this one; without it by the one that most merchants have. */
  readonly currency?: string | undefined;
  readonly limit: number;
  /** Where the page before ended; only what `next` gave, and only with the same query. */
  readonly after?: MerchantPosition | undefined;
}

/** Plain JSON, opaque to callers: the last merchant of a page and its sort key. */
export interface MerchantPosition {
  readonly shopNumber: string;
  /** Null behind those that have the key. */
  readonly key: string | null;
  readonly currency: string | null;
}

/** One page of the organization's merchants: all shops that a visible app was on. */
export async function listMerchants(
  tenant: Tenant,
  query: MerchantQuery,
): Promise<{ items: MerchantView[]; next: MerchantPosition | null }> {
  return Promise.reject(new Error(`not there yet: ${tenant.organizationId} ${query.sort}`));
}

/**
 * @param key a `*.myshopify.com` domain, answered by the shop seen there last, or a shop number
 * @returns null for an unknown key and for a redacted domain, which many shops share
 */
export async function findMerchant(tenant: Tenant, key: string): Promise<MerchantView | null> {
  return Promise.reject(new Error(`not there yet: ${tenant.organizationId} ${key}`));
}
