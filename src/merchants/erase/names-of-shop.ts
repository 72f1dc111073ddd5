import {
  nameOfDomain,
  nameOfNumber,
  nameOfNumberless,
  nameOfPossible,
  namesOfCalled,
  type ShopName,
} from '../../erasure/shop-names.js';
import type { ShopFacts } from './shop-facts.js';

/**
 * What keeps a shop away from now on. Of its two numbers the one that is not known may be the same as the other, which
 * nobody documents; until it is learned, the domains stand for it. Pure.
 */
export function namesOfShop(
  { shopNumber, domains, shopify, charges, names }: ShopFacts,
  erasureId: string,
): ShopName[] {
  return [
    ...(shopNumber === null
      ? [nameOfNumberless('shop', erasureId), ...shopify.sure.map((number) => nameOfPossible('shop', number))]
      : [nameOfNumber('shop', shopNumber)]),
    ...(shopify.sure.length > 0
      ? shopify.sure.map((number) => nameOfNumber('shopify', number))
      : [
          nameOfNumberless('shopify', erasureId),
          ...[...shopify.possible, ...(shopNumber === null ? [] : [shopNumber])].map((number) =>
            nameOfPossible('shopify', number),
          ),
        ]),
    ...domains.map(nameOfDomain),
    ...names.flatMap(namesOfCalled),
    ...charges.map((charge): ShopName => `charge ${charge}` as ShopName),
  ];
}
