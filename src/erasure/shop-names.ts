import { shopDomain } from '../values/shop-domain.js';

/**
 * The two numbers that a shop has, which may be the same or not: under gid://partners/, as transactions and app events
 * name it, and under gid://shopify/, as root events do.
 */
export type NumberKind = 'shop' | 'shopify';

/**
 * One thing that an erased shop is known by, as text that is hashed: its numbers, a domain it had, its charges, for rows
 * of which only the charge can be read, and how it is called, for those that show nothing else. `perhaps` is a number
 * that it may have: it came under a domain of the shop's, or is its other number. `numberless` says that the erasure
 * knows no number of that kind, so that the domains stand for it.
 */
export type ShopName =
  | `${NumberKind} ${string}`
  | `perhaps ${NumberKind} ${string}`
  | `numberless ${NumberKind} ${string}`
  | `domain ${string}`
  | `charge ${string} ${string}`
  | `called ${string}`;

export function nameOfNumber(kind: NumberKind, number: string): ShopName {
  return `${kind} ${number}`;
}

export function nameOfPossible(kind: NumberKind, number: string): ShopName {
  return `perhaps ${kind} ${number}`;
}

/** @param erasureId of the receipt */
export function nameOfNumberless(kind: NumberKind, erasureId: string): ShopName {
  return `numberless ${kind} ${erasureId}`;
}

export function nameOfDomain(domain: string): ShopName {
  return `domain ${domain}`;
}

/** @param chargeNumber without its kind, as rows are joined */
export function nameOfCharge(appNumber: string, chargeNumber: string): ShopName {
  return `charge ${appNumber} ${chargeNumber}`;
}

/** @param text as it is shown; empty: it is not called anything */
export function namesOfCalled(text: string): ShopName[] {
  return text === '' ? [] : [`called ${text}`];
}

/** The domain that a text is, as it is stored; none is the one under which Shopify hides shops: it is everybody's. */
export function ownDomains(text: unknown): string[] {
  const domain = typeof text === 'string' ? shopDomain(text) : '';
  return domain === '' || domain.startsWith('redacted') ? [] : [domain];
}

/** Of names of this kind what stands behind it. */
export function tailsOf(kind: 'domain' | 'charge', names: readonly ShopName[]): string[] {
  return names.flatMap((name) => (name.startsWith(`${kind} `) ? [name.slice(kind.length + 1)] : []));
}
