import { displayName } from '../values/bounded-text.js';
import { parseGid } from '../values/gid.js';
import {
  namedBy,
  namedOtherwise,
  nameOfCalled,
  nameOfCharge,
  nameOfDomain,
  nameOfShopifyShop,
  type RowNames,
  type ShopName,
} from './shop-names.js';

/**
 * Of a row that was set aside: whatever in it can be read. One that shows neither number nor domain nor charge goes
 * by how its shop is called, which another shop may be, too: nobody could tell whose it is.
 * @param feedApp the app whose events the page has
 */
export function namesOfDamaged(raw: string, feedApp: string | null): RowNames {
  const gids = textsIn(raw).flatMap(({ text }) => parseGid(text) ?? []);
  const numbersOf = (kind: string, namespace?: string) =>
    gids
      .filter((gid) => gid.kind === kind && gid.namespace === (namespace ?? gid.namespace))
      .map(({ number }) => number);
  const [shopNumber] = numbersOf('Shop', 'partners');
  const apps = new Set([...(feedApp === null ? [] : [feedApp]), ...numbersOf('App')]);
  const charges = gids.filter(({ kind }) => kind !== 'Shop' && kind !== 'App');
  const names = [
    ...domainsIn(raw),
    ...numbersOf('Shop', 'shopify').map(nameOfShopifyShop),
    ...charges.flatMap(({ number }) => [...apps].map((app) => nameOfCharge(app, number))),
  ];
  if (shopNumber !== undefined) return namedBy(shopNumber, () => names);
  return namedOtherwise(names.length > 0 ? names : calledIn(raw));
}

/** Only where Shopify names one: what a person wrote may speak of another shop. */
export function domainsIn(raw: string): ShopName[] {
  return textsIn(raw)
    .filter(({ property }) => property === 'myshopifyDomain')
    .flatMap(({ text }) => nameOfDomain(text) ?? []);
}

function calledIn(raw: string): ShopName[] {
  try {
    const { shop } = JSON.parse(raw) as { shop?: { name?: unknown } | null };
    return typeof shop?.name === 'string' ? [nameOfCalled(displayName(shop.name)) ?? []].flat() : [];
  } catch {
    return [];
  }
}

interface FoundText {
  readonly property: string;
  readonly text: string;
}

/** All texts of a row, at whatever depth, but its own id; none of what is no JSON. */
function textsIn(raw: string): FoundText[] {
  const texts: FoundText[] = [];
  try {
    JSON.parse(raw, (property, value: unknown) => {
      if (typeof value === 'string') texts.push({ property, text: value });
      return value;
    });
    const row = JSON.parse(raw) as unknown;
    const ownId = typeof row === 'object' && row !== null && 'id' in row ? row.id : null;
    return texts.filter(({ property, text }) => property !== 'id' || text !== ownId);
  } catch {
    return []; // Nothing in it can be told.
  }
}
