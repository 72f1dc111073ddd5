import { displayName } from '../values/bounded-text.js';
import { type Gid, parseGid } from '../values/gid.js';
import { namedBy, namedOtherwise, type RowNames } from './row-names.js';
import { nameOfCharge, nameOfDomain, nameOfNumber, namesOfCalled, ownDomains, type ShopName } from './shop-names.js';

/** The shops that a row of Shopify's names, as they stand there. */
export interface NamedShops {
  /** Whose the row is. */
  readonly own: unknown;
  /** Whom it names beside that, as referred by the shop whose it is. */
  readonly referred: unknown;
}

/** @param raw JSON text of a row */
export function shopsIn(raw: string): NamedShops {
  const { shop, referredShop } = JSON.parse(raw) as { shop?: unknown; referredShop?: unknown };
  return isNothing(shop) ? { own: referredShop, referred: null } : { own: shop, referred: referredShop };
}

/** Of a shop in a row where it is only named. */
export function namesOfNamed(shop: unknown): RowNames {
  const gid = gidOf(shop);
  return gid === null ? namedOtherwise([], domainsOf(shop)) : namedBy('shop', gid.number, domainIn(shop));
}

/** The domain of a shop, as it stands there: only there Shopify names one, and what a person wrote is another matter. */
export function domainIn(shop: unknown): unknown {
  return typeof shop === 'object' && shop !== null && 'myshopifyDomain' in shop ? shop.myshopifyDomain : null;
}

export function domainsOf(shop: unknown): string[] {
  return ownDomains(domainIn(shop));
}

function gidOf(shop: unknown): Gid | null {
  return typeof shop === 'object' && shop !== null && 'id' in shop && typeof shop.id === 'string'
    ? parseGid(shop.id)
    : null;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

/**
 * Of a row that was set aside: whatever in it can be read. One that shows neither number nor domain nor charge goes
 * by how its shop is called, which another shop may be, too: nobody could tell whose it is. Its bytes cannot be changed,
 * so it also goes by whom it names beside.
 * @param feedApp the app whose events the page has
 */
export function namesOfDamaged(raw: string, feedApp: string | null): RowNames {
  try {
    const { shop, referredShop, ...rest } = JSON.parse(raw) as Readonly<Record<string, unknown>>;
    const own = ofOneShop({ ...rest, shop: isNothing(shop) ? referredShop : shop }, feedApp);
    const beside = isNothing(shop) ? [] : surelyNamed(referredShop);
    // What it says of its own shop is not to be learned of the other.
    return beside.length === 0 ? own : { ...own, deciding: [...own.deciding, ...beside], also: () => [] };
  } catch {
    return namedOtherwise([], []); // Nothing in it can be told.
  }
}

function surelyNamed(shop: unknown): ShopName[] {
  const gid = gidOf(shop);
  return gid === null ? domainsOf(shop).map(nameOfDomain) : [nameOfNumber('shop', gid.number)];
}

function ofOneShop(row: Readonly<Record<string, unknown>>, feedApp: string | null): RowNames {
  const texts = textsIn(row);
  const gids = texts.flatMap(({ text }) => parseGid(text) ?? []);
  const numbersOf = (kind: string, namespace?: string) =>
    gids
      .filter((gid) => gid.kind === kind && gid.namespace === (namespace ?? gid.namespace))
      .map(({ number }) => number);
  const domains = texts
    .filter(({ property }) => property === 'myshopifyDomain')
    .flatMap(({ text }) => ownDomains(text));
  const [shopNumber] = numbersOf('Shop', 'partners');
  const [shopifyNumber] = numbersOf('Shop', 'shopify');
  const apps = new Set([...(feedApp === null ? [] : [feedApp]), ...numbersOf('App')]);
  const charges = gids
    .filter(({ kind }) => kind !== 'Shop' && kind !== 'App')
    .flatMap(({ number }) => [...apps].map((app) => nameOfCharge(app, number)));
  if (shopNumber !== undefined)
    return namedBy('shop', shopNumber, domains[0], () => [...charges, ...domains.map(nameOfDomain)]);
  if (shopifyNumber !== undefined) return { ...namedBy('shopify', shopifyNumber, domains[0]), deciding: charges };
  const tells = charges.length > 0 || domains.length > 0;
  return namedOtherwise(tells ? charges : calledIn(row), domains);
}

function calledIn({ shop }: Readonly<Record<string, unknown>>): ShopName[] {
  const isCalled = typeof shop === 'object' && shop !== null && 'name' in shop && typeof shop.name === 'string';
  return isCalled ? namesOfCalled(displayName(shop.name as string)) : [];
}

interface FoundText {
  readonly property: string;
  readonly text: string;
}

/** All texts of a row, at whatever depth, but its own id. */
function textsIn(row: Readonly<Record<string, unknown>>): FoundText[] {
  const texts: FoundText[] = [];
  JSON.stringify({ ...row, id: null }, (property, value: unknown) => {
    if (typeof value === 'string') texts.push({ property, text: value });
    return value;
  });
  return texts;
}
