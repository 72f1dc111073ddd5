import { shopDomain } from '../values/shop-domain.js';

/**
 * One thing that an erased shop is known by, as text that is hashed: its number, a domain it had, its number under
 * gid://shopify/, its charges, for rows of which only the charge can be read, and how it is called, for those that
 * show nothing else.
 */
export type ShopName =
  `shop ${string}` | `domain ${string}` | `shopify ${string}` | `charge ${string} ${string}` | `called ${string}`;

export function nameOfShop(shopNumber: string): ShopName {
  return `shop ${shopNumber}`;
}

/** Null for the domain under which Shopify hides shops: it is everybody's. */
export function nameOfDomain(text: string): ShopName | null {
  const domain = shopDomain(text);
  return domain === '' || domain.startsWith('redacted') ? null : `domain ${domain}`;
}

export function nameOfShopifyShop(shopNumber: string): ShopName {
  return `shopify ${shopNumber}`;
}

/** @param chargeNumber without its kind, as rows are joined */
export function nameOfCharge(appNumber: string, chargeNumber: string): ShopName {
  return `charge ${appNumber} ${chargeNumber}`;
}

/** @param text as it is shown */
export function nameOfCalled(text: string): ShopName | null {
  return text === '' ? null : `called ${text}`;
}

/** @param key a shop's number or a domain, as persons and refreshes name shops */
export function namesOfKey(key: string): ShopName[] {
  if (/^[1-9][0-9]{0,17}$/.test(key)) return [nameOfShop(key)];
  const domain = nameOfDomain(key);
  return domain === null ? [] : [domain];
}

/** What one row says of whose it is. */
export interface RowNames {
  /** It is the erased shop's when one of these is. */
  readonly deciding: readonly ShopName[];
  /** What else it calls the shop, to be known from then on. */
  readonly also: () => readonly ShopName[];
}

const NONE = () => [];

/** Of a row whose shop can be read: its number decides alone, for a domain may pass on to another shop. */
export function namedBy(shopNumber: string, also: () => readonly ShopName[] = NONE): RowNames {
  return { deciding: [nameOfShop(shopNumber)], also };
}

/** Of a row whose shop's number cannot be read, or is another one than everywhere else. */
export function namedOtherwise(names: readonly ShopName[]): RowNames {
  return { deciding: names, also: NONE };
}

export function isErased({ deciding }: RowNames, erased: ReadonlySet<ShopName>): boolean {
  return deciding.some((name) => erased.has(name));
}

/** What rows of erased shops call them beside what is known of them. */
export function learnedNames(rows: readonly RowNames[], erased: ReadonlySet<ShopName>): ShopName[] {
  const also = rows.filter((row) => isErased(row, erased)).flatMap((row) => row.also());
  return [...new Set(also)].filter((name) => !erased.has(name));
}
