import { partnerAppGid, partnerShopGid } from '../../values/gid.js';
import type { Instant } from '../../values/instant.js';
import type { Feed } from './feed.js';

/** One page: a connection of the schema, its filter, and where in it to go on. The filter binds the cursor. */
export interface PageRequest {
  readonly feed: Feed;
  /** Inclusive bounds; null is open. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly cursor: string | null;
  /** Only rows of this shop; of all when left out. */
  readonly shop?: ShopFilter;
}

/** Events are filtered by number only: Shopify has no filter of theirs by domain, so all of them are asked for. */
export type ShopFilter = { readonly shopNumber: string } | { readonly myshopifyDomain: string };

export interface PageDocument {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What a query asks for beside pages. */
export interface QueryParts {
  readonly declarations: readonly string[];
  readonly selections: readonly string[];
  readonly fragments: readonly string[];
  readonly variables: Readonly<Record<string, unknown>>;
}

const NO_PARTS: QueryParts = { declarations: [], selections: [], fragments: [], variables: {} };

/** Shopify refuses more on `transactions`; the same is used for app events, whose limit is not documented. */
export const ROWS_PER_PAGE = 100;
// Root `events` allows 250; its rows are small here.
const TIMELINE_ROWS_PER_PAGE = 250;

/** The alias under which the page at `index` of a request is answered. */
export function pageAlias(index: number): string {
  return `page${index}`;
}

/**
 * One query for several pages, each under its alias. Text varies with the pages' kinds and number only; every value is
 * a variable, and a variable without a value is not declared (`appId: null` and the like are refused).
 */
export function pageDocument(pages: readonly PageRequest[], beside: QueryParts = NO_PARTS): PageDocument {
  const variables: Record<string, unknown> = { ...beside.variables };
  const declarations: string[] = [...beside.declarations];
  const selections = pages.map((page, index) => {
    const argument = (name: string, type: string, value: string | null) => {
      if (value === null) return '';
      const variable = `${name}${index}`;
      declarations.push(`$${variable}: ${type}`);
      variables[variable] = value;
      return `${name}: $${variable} `;
    };
    return `${pageAlias(index)}: ${selectPage(page, argument)}`;
  });
  const fragments = [...new Set(pages.map(({ feed }) => FRAGMENTS[feed.kind])), ...beside.fragments];
  const head = declarations.length === 0 ? '' : `(${declarations.join(', ')})`;
  return {
    document: [`query Sync${head} {`, ...selections, ...beside.selections, '}', ...fragments].join('\n'),
    variables,
  };
}

type Argument = (name: string, type: string, value: string | null) => string;

function selectPage({ feed, from, to, cursor, shop }: PageRequest, argument: Argument): string {
  const ofShop =
    shop === undefined || !('shopNumber' in shop) ? '' : argument('shopId', 'ID', partnerShopGid(shop.shopNumber));
  switch (feed.kind) {
    case 'transactions': {
      const filter =
        ofShop +
        argument('myshopifyDomain', 'String', shop && 'myshopifyDomain' in shop ? shop.myshopifyDomain : null) +
        argument('createdAtMin', 'DateTime', from) +
        argument('createdAtMax', 'DateTime', to) +
        argument('after', 'String', cursor);
      return `transactions(first: ${ROWS_PER_PAGE} ${filter}) { ...TransactionPage }`;
    }
    case 'events': {
      const id = argument('id', 'ID!', partnerAppGid(feed.appNumber));
      const filter =
        ofShop +
        argument('occurredAtMin', 'DateTime', from) +
        argument('occurredAtMax', 'DateTime', to) +
        argument('after', 'String', cursor);
      return `app(${id}) { id name events(first: ${ROWS_PER_PAGE} ${filter}) { ...AppEventPage } }`;
    }
    case 'timeline': {
      const after = argument('after', 'String', cursor);
      const bounds = argument('occurredAtMin', 'DateTime', from) + argument('occurredAtMax', 'DateTime', to);
      return `events(first: ${TIMELINE_ROWS_PER_PAGE} ${after}filter: { eventTypes: [${EVENT_TYPES}] ${bounds}}) { ...TimelinePage }`;
    }
  }
}

// An app that shows no transaction and nothing of these within a year has nothing to sync; it can be added by hand.
// Not earnings, which repeat transactions; nor bills, usage and credits, which the other feeds tell in full, and of which
// there are most.
const EVENT_TYPES = [
  ...['RELATIONSHIP_INSTALLED', 'RELATIONSHIP_UNINSTALLED', 'RELATIONSHIP_DEACTIVATED', 'RELATIONSHIP_REACTIVATED'],
  ...['SUBSCRIPTION_CREATED', 'SUBSCRIPTION_UPDATED', 'SUBSCRIPTION_CANCELED', 'SUBSCRIPTION_CANCELLATION_SCHEDULED'],
  ...['SUBSCRIPTION_FROZEN', 'SUBSCRIPTION_UNFROZEN', 'CHARGE_ONE_TIME'],
].join(', ');

const APP = 'app { id name }';
const SHOP = 'shop { id name myshopifyDomain }';
const MONEY = '{ amount currencyCode }';
const APP_SALES = ['AppOneTimeSale', 'AppUsageSale', 'AppSaleAdjustment', 'AppSaleCredit'];
const OTHER_SALES = ['ServiceSale', 'ServiceSaleAdjustment', 'ThemeSale', 'ThemeSaleAdjustment'];
const AMOUNTS = `grossAmount ${MONEY} shopifyFee ${MONEY} netAmount ${MONEY}`;
const APP_SALE = `chargeId ${APP} ${SHOP} ${AMOUNTS}`;

const FRAGMENTS: Record<Feed['kind'], string> = {
  transactions: `
fragment TransactionPage on TransactionConnection {
  edges { cursor node { __typename id createdAt
    ... on AppSubscriptionSale { billingInterval ${APP_SALE} }
    ${APP_SALES.map((type) => `... on ${type} { ${APP_SALE} }`).join('\n    ')}
    ${OTHER_SALES.map((type) => `... on ${type} { ${SHOP} ${AMOUNTS} }`).join('\n    ')}
    ... on ReferralTransaction { category amount ${MONEY} referredShop: ${SHOP} }
    ... on ReferralAdjustment { category amount ${MONEY} ${SHOP} }
    ... on TaxTransaction { amount ${MONEY} }
    ... on LegacyTransaction { amount ${MONEY} ${SHOP} }
  } }
  pageInfo { hasNextPage }
}`.trim(),
  events: `
fragment AppEventPage on AppEventConnection {
  edges { cursor node { __typename type occurredAt ${SHOP}
    ... on RelationshipUninstalled { reason description }
    ... on AppSubscriptionEvent { charge { id name test amount ${MONEY} billingOn } }
    ... on AppPurchaseOneTimeEvent { charge { id name test amount ${MONEY} } }
    ... on AppUsageRecordEvent { charge { id name test amount ${MONEY} } }
    ... on AppCreditEvent { appCredit { id name test amount ${MONEY} } }
  } }
  pageInfo { hasNextPage }
}`.trim(),
  timeline: `
fragment TimelinePage on PartnerEventConnection {
  edges { cursor node { __typename id eventType occurredAt ${SHOP}
    subject { ... on AppReference { id name } }
    ... on Relationship { reason reasonDescription }
    ... on Charge { description amount ${MONEY} planHandle metadata { legacyChargeId } }
    ... on SubscriptionStatus { cancelEffectiveOn
      plan { billingPeriod handle trialDays trialDaysRemaining prices { currencyCode ... on FlatRatePlanPrice { amount } } } }
  } }
  pageInfo { hasNextPage }
}`.trim(),
};
