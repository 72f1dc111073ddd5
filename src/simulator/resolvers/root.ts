import { GraphqlRefusal } from '../graphql/refusal.js';
import type { ApiVersion } from '../settings.js';
import { activeSubscription } from './active-subscription.js';
import { app } from './app.js';
import { events } from './timeline.js';
import { transaction, transactions } from './transactions.js';

/** The fields of `QueryRoot` and `MutationRoot`. What they return is plain objects: graphql's own resolver does the rest. */
export function rootValue(versions: readonly ApiVersion[]) {
  return {
    app,
    transaction,
    transactions,
    events,
    activeSubscription,
    publicApiVersions: versions.map(({ handle, supported }) => ({
      handle,
      supported,
      displayName: handle === 'unstable' ? 'Unstable' : handle,
    })),
    appCreditCreate: refuseMutation,
    appSubscriptionCancel: refuseMutation,
  };
}

/** No token here may change anything: a client that only reads would be wrong to try. */
function refuseMutation(): never {
  throw new GraphqlRefusal('Access denied. The API client may not change anything.');
}
