import { randomUUID } from 'node:crypto';
import type { SyncInput, SyncResult } from '../activities/connection-activities.js';
import { beginPhase, readSyncStart } from '../store/sync-state.js';
import { readPlan } from '../store/sync-plan.js';
import { inTenant, type Tenant } from '../store/tenant.js';
import type { Policy, SyncEnd } from '../workflows/standing.js';
import { OpenSync } from './open-sync.js';
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

  const start = await tenantly((tenant) => readSyncStart(tenant, connectionId));
  if (start?.status !== 'connected' || start.tokenCiphertext === null) {
    const end: SyncEnd = {
      outcome: start === undefined || start.status === 'disconnected' ? 'gone' : follow(start.status),
    };
    return { end, delayMs, policy, requests: 0, rows: 0, newRows: 0 };
  }
  const plan = await tenantly(async (tenant) => {
    await beginPhase(tenant, connectionId, start.backfilled ? 'syncing' : 'backfilling');
    return readPlan(tenant, connectionId);
  });
  const accessToken = deps.tokenCipher.decrypt({ organizationId, connectionId }, start.tokenCiphertext);
  const credentials = { partnerOrganizationId: start.partnerOrganizationId, accessToken };
  const id = randomUUID();
  const sync = new OpenSync({ deps, policy, input, signal, clock, tenantly, start, plan, credentials, id, delayMs });
  const end = await sync.run();
  return { end, delayMs, policy, ...sync.counts() };
}

function follow(status: 'connected' | 'error' | 'disconnecting'): 'superseded' | 'error' | 'disconnecting' {
  return status === 'connected' ? 'superseded' : status;
}
