import type { PageRequest, ShopFilter } from '../../partner/pages/page-document.js';
import type { Instant } from '../../values/instant.js';
import { isDomain } from '../../values/shop-domain.js';
import type { PageContents } from '../contents/rows.js';
import { BOUNDED_HEADS, FULL_HEADS } from '../planning/backlog.js';

/**
 * The newest page of each feed, as far as it is of the shop: of transactions, and of each app's events. No more than one
 * request can carry: what is asked for by domain brings whole pages of events.
 * @param appNumbers those first that matter most
 */
export function refreshPages(shop: string, appNumbers: readonly string[]): PageRequest[] {
  const newest = { from: null, to: null, cursor: null, shop: filterOf(shop) };
  const pages: PageRequest[] = [
    { feed: { kind: 'transactions' }, ...newest },
    ...appNumbers.map((appNumber): PageRequest => ({ feed: { kind: 'events', appNumber }, ...newest })),
  ];
  return pages.slice(0, isDomain(shop) ? FULL_HEADS : BOUNDED_HEADS);
}

function filterOf(shop: string): ShopFilter {
  return isDomain(shop) ? { myshopifyDomain: shop } : { shopNumber: shop };
}

/** The numbers of the shops that a refresh is about, as far as these pages name one. */
export function refreshedShops(shop: string, pages: readonly PageContents[]): string[] {
  if (!isDomain(shop)) return [shop];
  const seen = pages.flatMap(({ shops }) => shops).filter(({ myshopifyDomain }) => myshopifyDomain === shop);
  return [...new Set(seen.map(({ shopNumber }) => shopNumber))];
}

/**
 * Whether nothing is missing between these pages and what the last whole head scan left. Where something is, the rows are
 * stored all the same, and the next head scan closes the gap.
 */
export function reachesKnown(pages: readonly PageContents[], lastSyncedAt: Instant): boolean {
  return pages.every(({ hasNextPage, ends }) => !hasNextPage || (ends !== null && ends <= lastSyncedAt));
}
