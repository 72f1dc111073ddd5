import { setTimeout as sleep } from 'node:timers/promises';
import { REQUEST_DEADLINE_MS } from '../partner/client.js';
import { Throttled } from '../partner/errors.js';
import type { PartnerAnswer, PartnerCredentials } from '../partner/partner-api.js';
import type { Instant } from '../instant.js';
import { holdFence, SyncSuperseded, type Fence } from '../store/sync-fence.js';
import { releaseLease, renewLease } from '../store/sync-leases.js';
import { noteWaiting } from '../store/sync-state.js';
import { inTenant } from '../store/tenant.js';
import type { SyncClock } from './sync-clock.js';
import type { SyncDeps } from './sync-deps.js';

// The deadline, and what a slow disk or a paused machine may add before the request is known to have ended.
const LEASE_MARGIN_MS = 5_000;
const LEASE_MS = REQUEST_DEADLINE_MS + 2 * LEASE_MARGIN_MS;
const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 60_000;

/** Shopify asked for more patience than this sync has time; the wait is already on the row. */
export class MustWait extends Error {
  constructor(readonly waitMs: number) {
    super('Shopify asked us to wait.');
  }
}

export interface Question {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The way to Shopify for one sync: each request is paced, leased and, when throttled, asked again later. */
export class Wire {
  requests = 0;
  #throttles = 0;

  constructor(
    private readonly deps: SyncDeps,
    private readonly organizationId: string,
    private readonly fence: Fence,
    private readonly credentials: PartnerCredentials,
    private readonly holder: string,
    private readonly clock: SyncClock,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Asks one question. `ask` is given the database's time at which the request begins: rows it brings are of that time.
   * @throws SyncSuperseded when the connection is no longer ours · MustWait · PartnerApiError
   */
  async send(ask: (now: Instant) => Question): Promise<{ answer: PartnerAnswer; requestedAt: Instant }> {
    for (;;) {
      const { pacer } = this.deps.budgetOf(this.credentials);
      const slot = await pacer.acquire(this.signal);
      const askedAtMs = performance.now();
      const { held, waitMs, now } = await this.#inTenant((tenant) =>
        renewLease(tenant, this.fence, this.holder, LEASE_MS),
      );
      if (!held) throw new SyncSuperseded();
      if (waitMs !== null) {
        await this.#wait(waitMs);
        continue;
      }
      this.signal.throwIfAborted();
      // This machine may have been paused since the lease was given: then it may be over, and a disconnect confirmed.
      if (performance.now() - askedAtMs > LEASE_MARGIN_MS) continue;
      pacer.send(slot);
      this.requests += 1;
      try {
        const request = { credentials: this.credentials, signal: this.signal, ...ask(now) };
        return { answer: await this.deps.partnerApi(request), requestedAt: now };
      } catch (error) {
        if (!(error instanceof Throttled)) throw error;
        await this.#noteThrottle(error.retryAfterMs);
      }
    }
  }

  /** Nothing is sent after this. */
  async close(): Promise<void> {
    await this.#inTenant((tenant) => releaseLease(tenant, this.fence.connectionId, this.holder));
  }

  async #noteThrottle(retryAfterMs: number | null): Promise<void> {
    const backOffMs = Math.min(FIRST_BACK_OFF_MS * 2 ** this.#throttles, LONGEST_BACK_OFF_MS);
    this.#throttles += 1;
    const waitMs = retryAfterMs ?? backOffMs * (1 + Math.random() / 4);
    await this.#inTenant(async (tenant) => {
      await holdFence(tenant, this.fence); // what Shopify said to an old token must not bind a new one
      await noteWaiting(tenant, this.fence.connectionId, waitMs);
    });
  }

  async #wait(waitMs: number): Promise<void> {
    if (waitMs >= this.clock.remainingMs()) throw new MustWait(waitMs);
    await sleep(waitMs, undefined, { signal: this.signal });
  }

  #inTenant<T>(work: Parameters<typeof inTenant<T>>[2]): Promise<T> {
    return inTenant(this.deps.sql, this.organizationId, work);
  }
}
