import type { PageDocument } from '../pages/page-document.js';

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

/** One query for several subscriptions, each under its alias. */
export function subscriptionDocument(questions: readonly SubscriptionQuestion[]): PageDocument {
  const { declarations, selections, variables } = subscriptionSelections(questions);
  const head = declarations.join(', ');
  return {
    document: [`query Subscriptions(${head}) {`, ...selections, '}', SUBSCRIPTION_FRAGMENT].join('\n'),
    variables,
  };
}

/** The parts of such a query, for one that asks for other things, too: it needs `SUBSCRIPTION_FRAGMENT`. */
export function subscriptionSelections(questions: readonly SubscriptionQuestion[]) {
  const variables: Record<string, unknown> = {};
  const declarations: string[] = [];
  const selections = questions.map(({ appNumber, shopifyShopNumber }, index) => {
    const [app, shop] = [`subscriptionApp${index}`, `subscriptionShop${index}`];
    declarations.push(`$${app}: ID!`, `$${shop}: ID!`);
    variables[app] = `gid://shopify/App/${appNumber}`;
    variables[shop] = `gid://shopify/Shop/${shopifyShopNumber}`;
    return `${subscriptionAlias(index)}: activeSubscription(appId: $${app}, shopId: $${shop}) { ...Subscription }`;
  });
  return { declarations, selections, variables };
}

const ITEMS = `items {
    handle description
    price { __typename active currency ... on FlatRatePrice { amount } ... on TieredPrice { tiersMode tiers { upTo amount amountPerUnit } } }
    discount { amount percentage discountEndsAt originalDiscountCycles remainingDiscountCycles }
  }`;

// Without what usage came to: it changes with every use, and each change would be a row.
export const SUBSCRIPTION_FRAGMENT = `
fragment Subscription on ActiveSubscription {
  app { id }
  shop { id myshopifyDomain }
  billingPeriod cancelAtEndOfCycle legacySubscriptionId trialEndsAt
  currentBillingCycle { startTime endTime }
  ${ITEMS}
  pendingUpdate { billingPeriod legacySubscriptionId ${ITEMS} }
}`.trim();
