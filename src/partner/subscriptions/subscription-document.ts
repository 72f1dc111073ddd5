import type { QueryParts } from '../pages/page-document.js';

/** Whose subscription is asked for. Root `activeSubscription` takes ids under gid://shopify/. */
export interface SubscriptionQuestion {
  readonly appNumber: string;
  /** The shop's number on that surface; nobody documents that it is the same elsewhere. */
  readonly shopifyShopNumber: string;
}

/** The alias under which the question at `index` of a request is answered. */
export function subscriptionAlias(index: number): string {
  return `subscription${index}`;
}

/** What asks for several subscriptions in a query, each under its alias. */
export function subscriptionParts(questions: readonly SubscriptionQuestion[]): QueryParts {
  const variables: Record<string, unknown> = {};
  const declarations: string[] = [];
  const selections = questions.map(({ appNumber, shopifyShopNumber }, index) => {
    const [app, shop] = [`subscriptionApp${index}`, `subscriptionShop${index}`];
    declarations.push(`$${app}: ID!`, `$${shop}: ID!`);
    variables[app] = `gid://shopify/App/${appNumber}`;
    variables[shop] = `gid://shopify/Shop/${shopifyShopNumber}`;
    return `${subscriptionAlias(index)}: activeSubscription(appId: $${app}, shopId: $${shop}) { ...Subscription }`;
  });
  return { declarations, selections, variables, fragments: questions.length === 0 ? [] : [FRAGMENT] };
}

const ITEMS = `items {
    handle description
    price { __typename active currency ... on FlatRatePrice { amount } ... on TieredPrice { tiersMode tiers { upTo amount amountPerUnit } } }
    discount { amount percentage discountEndsAt originalDiscountCycles remainingDiscountCycles }
  }`;

// Without what usage came to: it changes with every use, and each change would be a row.
const FRAGMENT = `
fragment Subscription on ActiveSubscription {
  app { id }
  shop { id myshopifyDomain }
  billingPeriod cancelAtEndOfCycle legacySubscriptionId trialEndsAt
  currentBillingCycle { startTime endTime }
  ${ITEMS}
  pendingUpdate { billingPeriod legacySubscriptionId ${ITEMS} }
}`.trim();
