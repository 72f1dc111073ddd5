import { randomUUID } from 'node:crypto';
import type { SyncInput, SyncResult, Policy } from '../contract/connection-activities.js';
import type { TokenOwner } from '../connections/keys/token-cipher.js';
import type { Secret } from '../values/secret.js';
import { releaseLease, renewLease, type LeaseAnswer } from './store/sync-leases.js';
import { readPlan } from './store/sync-plan.js';
import { beginPhase, beginSweep, readSyncStart, type SyncStart } from './store/sync-state.js';
import { takeUpWish } from '../connections/store/sync-requests.js';
import { withTenant, type Tenant } from '../postgres/tenant.js';
import { followRow } from './follow-row.js';
import { OpenSync } from './open-sync.js';
import type { SyncPlan } from './planning/plan.js';
import { startDeliveries } from './start-deliveries.js';
import { windowsDue } from './planning/sweeps.js';
import { SyncFailed } from './sync-failed.js';
import { SyncClock } from './sync-clock.js';
import type { SyncDeps } from './sync-deps.js';
import { LEASE_MS } from './paced-client.js';

/**
 * Fetches and stores what is new for one connection, within `budgetMs`. Follows the row: generation, status and token
 * are read here, never passed in.
 * @throws SyncFailed
 */
export async function runSync(
  deps: SyncDeps,
  policy: Policy,
  input: SyncInput,
  signal: AbortSignal,
): Promise<SyncResult> {
  const { organizationId, connectionId, budgetMs } = input;
  const clock = new SyncClock(budgetMs);
  const tenantly = <T>(work: (tenant: Tenant) => Promise<T>) => withTenant(deps.sql, organizationId, work);
  const delayMs = Math.round(policy.intervalMs * input.delayFactor);
  const nothing = { facts: null, delayMs, policy, requests: 0, rows: 0, newRows: 0 };

  const id = randomUUID();
  const leasedAtMs = performance.now();
  const { start, plan, answer } = await tenantly((tenant) => open(tenant, input, id));
  if (start?.status !== 'connected' || start.tokenCiphertext === null || !answer.held) {
    return { end: followRow(start), ...nothing };
  }
  const giveBack = () => tenantly((tenant) => releaseLease(tenant, connectionId, id));
  const accessToken = await decrypt(deps, input, start.generation, start.tokenCiphertext, giveBack);
  const credentials = { partnerOrganizationId: start.partnerOrganizationId, accessToken };
  const lease = { answer, leasedAtMs };
  const order = { ...input, head: input.head || start.isWanted };
  const parts = { deps, policy, input: order, signal, clock, tenantly, start, plan, lease, credentials, id, delayMs };
  const sync = new OpenSync(parts);
  try {
    const end = await sync.run();
    return { end, facts: sync.facts, delayMs, policy, ...sync.counts() };
  } finally {
    await startDeliveries(deps, organizationId, sync.messages());
  }
}

interface Opened {
  readonly start: SyncStart | undefined;
  readonly plan: SyncPlan;
  readonly answer: LeaseAnswer;
}

/** Reads what there is to do, takes the lease for the first request, and says on the row that work is being done. */
async function open(tenant: Tenant, { connectionId }: SyncInput, holder: string): Promise<Opened> {
  const [answer, start, plan] = await Promise.all([
    renewLease(tenant, { connectionId, generation: null, holder, leaseMs: LEASE_MS }),
    readSyncStart(tenant, connectionId),
    readPlan(tenant, connectionId),
  ]);
  if (start?.status !== 'connected') return { start, plan, answer };
  await beginPhase(tenant, connectionId, start.backfilled ? 'syncing' : 'backfilling');
  if (start.isWanted) await takeUpWish(tenant, connectionId); // after the status, as a sync that ends takes them
  const due = windowsDue(start, plan);
  for (const { kind, windows } of due) await beginSweep(tenant, connectionId, kind, windows);
  return { start, plan: due.length === 0 ? plan : await readPlan(tenant, connectionId), answer };
}

async function decrypt(
  { tokenCipher }: SyncDeps,
  owner: TokenOwner,
  generation: number,
  ciphertext: string,
  giveBack: () => Promise<void>,
): Promise<Secret> {
  try {
    return tokenCipher.decrypt(owner, ciphertext);
  } catch (error) {
    await giveBack();
    throw new SyncFailed(generation, error);
  }
}
