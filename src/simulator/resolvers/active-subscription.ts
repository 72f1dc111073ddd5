import { GraphqlRefusal } from '../graphql/refusal.js';
import { demand, type QueryContext } from './context.js';
import { numberOf } from './gids.js';

/**
 * Null for every pair: these apps bill by charges, and only contracts of Shopify App Pricing are told here.
 * An unknown app is an error without a code, as recorded from the real server.
 */
export function activeSubscription({ appId, shopId }: { appId: string; shopId: string }, context: QueryContext): null {
  demand('manage_apps', context);
  const app = numberOf(appId, 'shopify', 'App');
  numberOf(shopId, 'shopify', 'Shop');
  if (!context.organization.ledger.apps.has(app)) throw new GraphqlRefusal('App not found');
  return null;
}
