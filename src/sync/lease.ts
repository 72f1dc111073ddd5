import type { Fence } from '../connections/store/sync-fence.js';
import { REQUEST_DEADLINE_MS } from '../partner/client/client.js';
import type { PartnerCredentials } from '../partner/client/partner-api.js';
import { turnRequest } from '../partner/pace/client-budgets.js';
import type { Tenant } from '../postgres/tenant.js';
import { type LeaseAnswer, renewLease } from './store/sync-leases.js';
import type { SyncDeps } from './sync-deps.js';

/** What a slow disk or a paused machine may add to a request's deadline before the request is known to have ended. */
export const LEASE_MARGIN_MS = 5_000;
/** How long the lease is for that is taken before each request. */
const LEASE_MS = REQUEST_DEADLINE_MS + 2 * LEASE_MARGIN_MS;

/** What the database answered, and when it was asked and had answered. */
export interface Lease {
  readonly answer: LeaseAnswer;
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
}

/** Who asks for leases, and with which token. */
export interface LeaseHolder {
  readonly deps: Pick<SyncDeps, 'budgetOf'>;
  readonly credentials: PartnerCredentials;
  readonly fence: Fence;
  /** Names the lease, which each of its requests renews. */
  readonly id: string;
}

/** Asks for leave to send one request, and for its turn. */
export async function takeLease(
  tenant: Tenant,
  { deps, credentials, fence, id }: LeaseHolder,
  isPriority = false,
): Promise<Lease> {
  const budget = deps.budgetOf(credentials);
  const turn = turnRequest(budget, isPriority);
  const askedAtMs = performance.now();
  const answer = await renewLease(tenant, { ...fence, holder: id, leaseMs: LEASE_MS, turn });
  const answeredAtMs = performance.now();
  // A refused priority turn waits for the one before it, and says nothing of those that the line may have.
  if (answer.turn?.granted === true || (answer.turn !== null && !isPriority)) budget.pacer.answered(answer.turn);
  return { answer, askedAtMs, answeredAtMs };
}
