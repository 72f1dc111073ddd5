import { GraphqlRefusal } from '../graphql/refusal.js';
import { presentContract } from '../present/contract.js';
import { demand, type QueryContext } from './context.js';
import { numberOf } from './gids.js';

/**
 * The contract that is on, null without one: apps that bill by charges have none.
 * An unknown app is an error without a code, as recorded from the real server.
 */
export function activeSubscription(
  { appId, shopId }: { appId: string; shopId: string },
  context: QueryContext,
): object | null {
  demand('manage_apps', context);
  const { ledger } = context.organization;
  const app = numberOf(appId, 'shopify', 'App');
  const shop = numberOf(shopId, 'shopify', 'Shop');
  if (!ledger.apps.has(app)) throw new GraphqlRefusal('App not found');
  const contract = ledger.contracts.at(app, shop, context.now);
  return contract && presentContract(contract, context.now);
}
