import { domainIn, domainsOf, namesOfDamaged, namesOfNamed, shopsIn } from '../../erasure/raw-names.js';
import { type Erased, erasureOf, namedBy, namedOtherwise, type RowNames } from '../../erasure/row-names.js';
import { nameOfCharge, nameOfDomain, type ShopName } from '../../erasure/shop-names.js';
import type { PageAppEvent, PageContents, PageTimelineEvent, PageTransaction } from './rows.js';

/** What each row of a page says of whose it is, in whatever condition it is, and each shop that a row names beside. */
export function namesOfRows(page: PageContents): RowNames[] {
  return [
    ...page.transactions.map(namesOfTransaction),
    ...page.transactions.flatMap((row) => referredIn(row) ?? []),
    ...page.appEvents.map(namesOfEvent),
    ...page.timelineEvents.map(namesOfTimelineEvent),
    ...page.quarantined.map(({ raw }) => namesOfDamaged(raw, page.app?.appNumber ?? null)),
  ];
}

/** The page as if Shopify had not sent what is of erased shops. Its bounds, its place and its digest stay. */
export function withoutErased(page: PageContents, erased: Erased): PageContents {
  if (erased.erasures.size === 0) return page;
  const isKept = (names: RowNames) => erasureOf(names, erased) === undefined;
  const withoutReferred = (row: PageTransaction): PageTransaction => {
    const referred = referredIn(row);
    return referred === null || isKept(referred) ? row : { ...row, raw: withoutReferredShop(row.raw) };
  };
  return {
    ...page,
    transactions: page.transactions.filter((row) => isKept(namesOfTransaction(row))).map(withoutReferred),
    appEvents: page.appEvents.filter((row) => isKept(namesOfEvent(row))),
    timelineEvents: page.timelineEvents.filter((row) => isKept(namesOfTimelineEvent(row))),
    shops: page.shops.filter(({ shopNumber, myshopifyDomain }) => isKept(namedBy('shop', shopNumber, myshopifyDomain))),
    quarantined: page.quarantined.filter(({ raw }) => isKept(namesOfDamaged(raw, page.app?.appNumber ?? null))),
  };
}

function namesOfTransaction({ shopNumber, appNumber, chargeId, raw }: PageTransaction): RowNames {
  const charge = appNumber === null || chargeId === null ? [] : [nameOfCharge(appNumber, numberIn(chargeId))];
  const { own } = shopsIn(raw);
  return shopNumber === null ? namedOtherwise(charge, domainsOf(own)) : namesOfOwn(shopNumber, own, charge);
}

function namesOfEvent({ shopNumber, appNumber, chargeId, raw }: PageAppEvent): RowNames {
  return namesOfOwn(shopNumber, shopsIn(raw).own, chargeId === '' ? [] : [nameOfCharge(appNumber, numberIn(chargeId))]);
}

function namesOfOwn(shopNumber: string, own: unknown, charge: readonly ShopName[]): RowNames {
  return namedBy('shop', shopNumber, domainIn(own), () => [...charge, ...domainsOf(own).map(nameOfDomain)]);
}

function namesOfTimelineEvent({ shopifyShopNumber, myshopifyDomain }: PageTimelineEvent): RowNames {
  const names = namedBy('shopify', shopifyShopNumber, myshopifyDomain);
  return { ...names, also: () => names.domains.map(nameOfDomain) };
}

/** The shop that a transaction names beside its own. */
function referredIn({ raw }: PageTransaction): RowNames | null {
  if (!raw.includes('"referredShop"')) return null;
  const { referred } = shopsIn(raw);
  return referred === null || referred === undefined ? null : namesOfNamed(referred);
}

/** As the migration has it of rows that are stored. */
function withoutReferredShop(raw: string): string {
  return JSON.stringify({ ...(JSON.parse(raw) as object), referredShop: null });
}

function numberIn(chargeId: string): string {
  return chargeId.slice(chargeId.lastIndexOf('/') + 1);
}
