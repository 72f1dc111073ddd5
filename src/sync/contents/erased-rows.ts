import { domainsIn, namesOfDamaged } from '../../erasure/raw-names.js';
import {
  isErased,
  namedBy,
  namedOtherwise,
  nameOfCharge,
  nameOfDomain,
  nameOfShopifyShop,
  type RowNames,
  type ShopName,
} from '../../erasure/shop-names.js';
import type { PageAppEvent, PageContents, PageTimelineEvent, PageTransaction } from './rows.js';

/** What each row of a page says of whose it is, in whatever condition it is. */
export function namesOfRows(page: PageContents): RowNames[] {
  return [
    ...page.transactions.map(namesOfTransaction),
    ...page.appEvents.map(namesOfEvent),
    ...page.timelineEvents.map(namesOfTimelineEvent),
    ...page.quarantined.map(({ raw }) => namesOfDamaged(raw, page.app?.appNumber ?? null)),
  ];
}

/** The page as if Shopify had not sent what is of erased shops. Its bounds, its place and its digest stay. */
export function withoutErased(page: PageContents, erased: ReadonlySet<ShopName>): PageContents {
  if (erased.size === 0) return page;
  return {
    ...page,
    transactions: page.transactions.filter((row) => !isErased(namesOfTransaction(row), erased)),
    appEvents: page.appEvents.filter((row) => !isErased(namesOfEvent(row), erased)),
    timelineEvents: page.timelineEvents.filter((row) => !isErased(namesOfTimelineEvent(row), erased)),
    shops: page.shops.filter(({ shopNumber }) => !isErased(namedBy(shopNumber), erased)),
    quarantined: page.quarantined.filter(
      ({ raw }) => !isErased(namesOfDamaged(raw, page.app?.appNumber ?? null), erased),
    ),
  };
}

function namesOfTransaction({ shopNumber, appNumber, chargeId, raw }: PageTransaction): RowNames {
  const charge = appNumber === null || chargeId === null ? [] : [nameOfCharge(appNumber, numberIn(chargeId))];
  if (shopNumber !== null) return namedBy(shopNumber, () => [...charge, ...domainsIn(raw)]);
  return namedOtherwise([...charge, ...domainsIn(raw)]);
}

function namesOfEvent({ shopNumber, appNumber, chargeId, raw }: PageAppEvent): RowNames {
  return namedBy(shopNumber, () => [
    ...(chargeId === '' ? [] : [nameOfCharge(appNumber, numberIn(chargeId))]),
    ...domainsIn(raw),
  ]);
}

function namesOfTimelineEvent({ shopifyShopNumber, myshopifyDomain }: PageTimelineEvent): RowNames {
  return namedOtherwise([nameOfShopifyShop(shopifyShopNumber), nameOfDomain(myshopifyDomain) ?? []].flat());
}

function numberIn(chargeId: string): string {
  return chargeId.slice(chargeId.lastIndexOf('/') + 1);
}
