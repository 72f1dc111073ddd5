import { Throttled } from '../client/errors.js';
import type { PartnerApi, PartnerCredentials } from '../client/partner-api.js';
import type { ClientBudget } from './client-budgets.js';

/** So many ask with this token already that there was no turn in time. Shopify was not asked. */
export class NoTurn extends Error {
  readonly code = 'no_turn';

  constructor() {
    super('Too many requests wait for this access token.');
  }
}

/**
 * A Partner API that keeps to each token's pace: who asks waits in line for his turn, and gives up after `patienceMs`.
 * For what persons ask for; a sync has its own way, which leases each turn.
 * @throws NoTurn, and what the Partner API throws
 */
export function paced(
  partnerApi: PartnerApi,
  budgetOf: (credentials: PartnerCredentials) => ClientBudget,
  patienceMs: number,
): PartnerApi {
  return async (request) => {
    const { pacer } = budgetOf(request.credentials);
    const { deadlineMs } = request;
    const askedAtMs = performance.now();
    const lineMs = Math.min(patienceMs, deadlineMs ?? patienceMs);
    const slot = await pacer.acquire(request.signal ?? new AbortController().signal, lineMs);
    if (slot === null) throw new NoTurn();
    pacer.send(slot);
    const sentAtMs = performance.now();
    try {
      // Its time went on while it stood in line.
      const left = deadlineMs === undefined ? {} : { deadlineMs: Math.max(1, deadlineMs - (sentAtMs - askedAtMs)) };
      return await partnerApi({ ...request, ...left });
    } catch (error) {
      if (error instanceof Throttled) pacer.throttled(sentAtMs);
      throw error;
    }
  };
}
