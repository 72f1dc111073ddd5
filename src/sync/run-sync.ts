import { randomUUID } from 'node:crypto';
import type { SyncInput, SyncResult } from '../activities/connection-activities.js';
import type { TokenOwner } from '../connections/token-cipher.js';
import type { Secret } from '../secret.js';
import { beginPhase, readSyncStart, type SyncStart } from '../store/sync-state.js';
import { readPlan, type SyncPlan } from '../store/sync-plan.js';
import { inTenant, type Tenant } from '../store/tenant.js';
import type { Policy } from '../workflows/standing.js';
import { followRow } from './follow-row.js';
import { OpenSync } from './open-sync.js';
import { SyncFailed } from './sync-failed.js';
import { SyncClock } from './sync-clock.js';
import type { SyncDeps } from './sync-deps.js';

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
  const tenantly = <T>(work: (tenant: Tenant) => Promise<T>) => inTenant(deps.sql, organizationId, work);
  const delayMs = Math.round(policy.intervalMs * input.delayFactor);

  const { start, plan } = await tenantly((tenant) => open(tenant, connectionId));
  if (start?.status !== 'connected' || start.tokenCiphertext === null || plan === null) {
    return { end: followRow(start), delayMs, policy, requests: 0, rows: 0, newRows: 0 };
  }
  const accessToken = decrypt(deps, input, start.generation, start.tokenCiphertext);
  const credentials = { partnerOrganizationId: start.partnerOrganizationId, accessToken };
  const id = randomUUID();
  const sync = new OpenSync({ deps, policy, input, signal, clock, tenantly, start, plan, credentials, id, delayMs });
  const end = await sync.run();
  return { end, delayMs, policy, ...sync.counts() };
}

/** Reads what there is to do, and says on the row that it is being done; holds the row meanwhile. */
async function open(tenant: Tenant, connectionId: string): Promise<{ start?: SyncStart; plan: SyncPlan | null }> {
  const start = await readSyncStart(tenant, connectionId);
  if (start?.status !== 'connected') return { ...(start === undefined ? {} : { start }), plan: null };
  await beginPhase(tenant, connectionId, start.backfilled ? 'syncing' : 'backfilling');
  return { start, plan: await readPlan(tenant, connectionId) };
}

function decrypt({ tokenCipher }: SyncDeps, owner: TokenOwner, generation: number, ciphertext: string): Secret {
  try {
    return tokenCipher.decrypt(owner, ciphertext);
  } catch (error) {
    throw new SyncFailed(generation, error);
  }
}
