import { randomUUID } from 'node:crypto';
import { type Fence, fencedBy } from '../connections/store/sync-fence.js';
import { takeUpSyncRequest } from '../connections/store/sync-requests.js';
import type { Policy, SyncInput } from '../contract/connection-activities.js';
import type { PartnerCredentials } from '../partner/client/partner-api.js';
import { type Tenant, withTenant } from '../postgres/tenant.js';
import { instantToMs, plusMs } from '../values/instant.js';
import { type Lease, takeLease } from './lease.js';
import { nextWait } from './next-wait.js';
import type { SyncPlan } from './planning/plan.js';
import { windowsDue } from './planning/sweeps.js';
import { readPlan } from './store/sync-plan.js';
import { beginPhase, beginSweep, readSyncStart, type SyncStart } from './store/sync-state.js';
import { WithoutErased } from './store/without-erased.js';
import type { SyncDeps } from './sync-deps.js';

/** A sync that failed, with the generation it worked for; why is the cause. */
export class SyncFailed extends Error {
  readonly code = 'sync_failed';

  constructor(
    readonly generation: number,
    cause: unknown,
  ) {
    super('The sync failed.', { cause });
  }
}

/** How long this sync may still run, by this machine's monotonic clock. */
export class SyncClock {
  readonly #endMs: number;

  constructor(budgetMs: number) {
    this.#endMs = performance.now() + budgetMs;
  }

  remainingMs(): number {
    return this.#endMs - performance.now();
  }

  isUsedUp(): boolean {
    return this.remainingMs() <= 0;
  }
}

/** What one sync of a connection that may be synced knows from its beginning on; its parts share it. */
export interface SyncSession {
  readonly deps: SyncDeps;
  /** What it is asked for. */
  readonly input: SyncInput;
  readonly clock: SyncClock;
  /** Of its activity. */
  readonly signal: AbortSignal;
  /** Ends what is on its way to Shopify: when its activity is cancelled, or the sync fails. */
  readonly stop: AbortController;
  /** Names the run, and holds its lease. */
  readonly id: string;
  /** The lease that came with opening it, for its first request. */
  readonly firstLease: Lease;
  readonly fence: Fence;
  readonly credentials: PartnerCredentials;
  /** What the connection's rows said. */
  readonly start: SyncStart;
  readonly plan: SyncPlan;
  /** Every feed's newest page is to be read. */
  readonly headIsDue: boolean;
  /** From its end until the next one, when nothing is left to do. */
  readonly delayMs: number;
  readonly withTenant: <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;
  /** The same under the connection's fence. @throws SyncSuperseded */
  readonly fenced: <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;
  /** How rows of Shopify's are stored. */
  readonly withoutErased: WithoutErased;
}

/** How a sync ends that finds the connection no longer its own, by what the row says now. */
export interface EndByRow {
  readonly outcome: 'superseded' | 'paused' | 'error' | 'disconnecting' | 'gone';
}

/** @param row undefined when it is not there */
export function endByRow(row: Pick<SyncStart, 'status' | 'isPaused'> | undefined): EndByRow {
  if (row === undefined || row.status === 'disconnected') return { outcome: 'gone' };
  if (row.status !== 'connected') return { outcome: row.status };
  return { outcome: row.isPaused ? 'paused' : 'superseded' };
}

/**
 * Begins a sync as the row says: generation, status and token are read here, never passed in.
 * @returns how it ends, when the connection may not be synced
 * @throws SyncFailed
 */
export async function openSession(
  deps: SyncDeps,
  policy: Policy,
  input: SyncInput,
  signal: AbortSignal,
): Promise<SyncSession | EndByRow> {
  const { organizationId, connectionId, budgetMs } = input;
  const clock = new SyncClock(budgetMs);
  const id = randomUUID();
  const ofTenant = <T>(work: (tenant: Tenant) => Promise<T>) => withTenant(deps.sql, organizationId, work);
  const begun = await ofTenant((tenant) => begin(tenant, { deps, input, id }));
  if ('outcome' in begun) return begun;
  const { start, plan, opening } = begun;
  const { generation, headScannedAt, now } = start;
  if ('error' in opening) throw new SyncFailed(generation, opening.error);
  const fence = { connectionId, generation };
  // During a long backfill, too, what is new is looked for at least every interval.
  const isLate = headScannedAt === null || plusMs(headScannedAt, policy.intervalMs) <= now;
  return {
    ...{ deps, input, clock, signal, id, fence, start, plan, withTenant: ofTenant, ...opening },
    stop: followerOf(signal),
    headIsDue: input.head || start.isRequested || isLate,
    delayMs: nextWait(policy.intervalMs * input.delayFactor, policy.intervalMs, lateMsOf(start)),
    fenced: fencedBy(fence, ofTenant),
    withoutErased: new WithoutErased(ofTenant, deps.erasedNames),
  };
}

/** How late it began; null when nobody knows. */
export function lateMsOf({ dueAt, now }: Pick<SyncStart, 'dueAt' | 'now'>): number | null {
  return dueAt === null ? null : Math.max(0, instantToMs(now) - instantToMs(dueAt));
}

type Beginning = Pick<SyncSession, 'deps' | 'input' | 'id'>;

interface Begun {
  readonly start: SyncStart;
  readonly plan: SyncPlan;
  /** Or why the token cannot be read. */
  readonly opening: Pick<SyncSession, 'credentials' | 'firstLease'> | { readonly error: unknown };
}

/** Reads what there is to do, says on the row that work is being done, and takes the lease for the first request. */
async function begin(tenant: Tenant, beginning: Beginning): Promise<Begun | EndByRow> {
  const { connectionId } = beginning.input;
  const [start, plan] = await Promise.all([readSyncStart(tenant, connectionId), readPlan(tenant, connectionId)]);
  if (start?.status !== 'connected' || start.isPaused || start.tokenCiphertext === null) return endByRow(start);
  const due = windowsDue(start, plan);
  for (const { kind, windows } of due) await beginSweep(tenant, connectionId, kind, windows);
  // All of it travels together. The turn comes last: others who use the token wait for theirs until this is committed.
  const [, , planNow, opening] = await Promise.all([
    beginPhase(tenant, connectionId, start.backfilled ? 'syncing' : 'backfilling'),
    start.isRequested ? takeUpSyncRequest(tenant, connectionId) : null, // after the status, as a sync that ends takes them
    due.length === 0 ? plan : readPlan(tenant, connectionId),
    openRequests(tenant, beginning, start, start.tokenCiphertext),
  ]);
  return { start, plan: planNow, opening };
}

async function openRequests(
  tenant: Tenant,
  { deps, input, id }: Beginning,
  { generation, partnerOrganizationId }: SyncStart,
  tokenCiphertext: string,
): Promise<Begun['opening']> {
  let credentials: PartnerCredentials;
  try {
    credentials = { partnerOrganizationId, accessToken: deps.tokenCipher.decrypt(input, tokenCiphertext) };
  } catch (error) {
    return { error };
  }
  const holder = { deps, credentials, fence: { connectionId: input.connectionId, generation }, id };
  return { credentials, firstLease: await takeLease(tenant, holder) };
}

/** Aborted with the signal, or by itself. */
function followerOf(signal: AbortSignal): AbortController {
  const follower = new AbortController();
  if (signal.aborted) follower.abort();
  else signal.addEventListener('abort', () => follower.abort(), { once: true });
  return follower;
}
