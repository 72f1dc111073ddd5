import type { Merchant, Page } from '../../shared/api/types.js';

/**
 * The merchants of all pages. One who moved down the list between two pages is on both: it stands where it was first
 * seen, as it was last seen.
 */
export function listedMerchants(pages: readonly Page<Merchant>[]): Merchant[] {
  const merchants = pages.flatMap(({ items }) => items);
  return [...new Map(merchants.map((merchant) => [merchant.shopNumber, merchant])).values()];
}
