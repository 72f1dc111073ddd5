import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../values/instant.js';
import { REQUEST_DEADLINE_MS } from '../partner/client/client.js';
import { Throttled } from '../partner/client/errors.js';
import type { Slot } from '../partner/pace/pacer.js';
import type { PartnerAnswer, PartnerCredentials } from '../partner/client/partner-api.js';
import type { RequestWidth } from '../partner/pace/request-width.js';
import { holdFence, SyncSuperseded, type Fence } from '../connections/store/sync-fence.js';
import { releaseLease, renewLease, type LeaseAnswer } from './store/sync-leases.js';
import { noteWaiting } from './store/sync-state.js';
import { withTenant } from '../postgres/tenant.js';
import type { SyncClock } from './sync-clock.js';
import type { SyncDeps } from './sync-deps.js';

// The deadline, and what a slow disk or a paused machine may add before the request is known to have ended.
const LEASE_MARGIN_MS = 5_000;
const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 60_000;
// A sync's first request may come late, but not so late that the activity ends without it.
const UNPRESSED_PATIENCE_MS = 25_000;

/** How long the lease is for that a sync takes before each request. */
export const LEASE_MS = REQUEST_DEADLINE_MS + 2 * LEASE_MARGIN_MS;

/** Shopify asked for more patience than this sync has time; the wait is already on the row. */
export class MustWait extends Error {
  readonly code = 'must_wait';

  constructor(readonly waitMs: number) {
    super('Shopify asked us to wait.');
  }
}

export interface Question {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Leave to send one request now: paced, and leased. */
export interface Turn {
  readonly slot: Slot;
  /** The database's time at which the request begins: rows it brings are of that time. */
  readonly now: Instant;
  readonly leasedAtMs: number;
}

export interface WireParts {
  readonly deps: SyncDeps;
  readonly organizationId: string;
  readonly fence: Fence;
  readonly credentials: PartnerCredentials;
  /** Names the lease. */
  readonly holder: string;
  readonly clock: SyncClock;
  readonly signal: AbortSignal;
  /** The lease that came with opening the sync, for its first request. */
  readonly lease: { readonly answer: LeaseAnswer; readonly leasedAtMs: number };
}

/** The way to Shopify for one sync: each request is paced and leased; what Shopify says of pace is heeded and written down. */
export class Wire {
  requests = 0;
  /** The API version of the last answer that named one. */
  servedVersion: string | null = null;
  /** Throttles in a row. */
  #throttles = 0;
  #throttledAtMs = Number.NEGATIVE_INFINITY;
  #firstLease: WireParts['lease'] | null;

  constructor(private readonly parts: WireParts) {
    this.#firstLease = parts.lease;
  }

  get width(): RequestWidth {
    return this.#budget.width;
  }

  /**
   * Waits until a request may be sent. To be given back when there is nothing to send after all.
   * @param isPressed null rather than a slot after the sync's time
   */
  slot(isPressed: boolean): Promise<Slot | null> {
    const { signal, clock } = this.parts;
    return this.#budget.pacer.acquire(signal, isPressed ? clock.remainingMs() : UNPRESSED_PATIENCE_MS);
  }

  giveBack(slot: Slot): void {
    this.#budget.pacer.giveBack(slot);
  }

  /**
   * Asks the database for leave to use the slot. Null when Shopify had asked us to wait: that is over now, and a new
   * slot is needed.
   * @throws SyncSuperseded when the connection is no longer ours · MustWait
   */
  async lease(slot: Slot): Promise<Turn | null> {
    try {
      for (;;) {
        const { answer, leasedAtMs } = await this.#renewLease();
        if (!answer.held) throw new SyncSuperseded();
        if (answer.waitMs !== null) {
          this.giveBack(slot);
          await this.#wait(answer.waitMs);
          return null;
        }
        this.parts.signal.throwIfAborted();
        const turn = { slot, now: answer.now, leasedAtMs };
        if (this.isCurrent(turn)) return turn;
      }
    } catch (error) {
      this.giveBack(slot);
      throw error;
    }
  }

  /** This machine may have been paused since the lease was given: then it may be over, and a disconnect confirmed. */
  isCurrent({ leasedAtMs }: Turn): boolean {
    return performance.now() - leasedAtMs <= LEASE_MARGIN_MS;
  }

  /** @throws PartnerApiError */
  async send({ slot }: Turn, question: Question): Promise<PartnerAnswer> {
    const { deps, credentials, signal } = this.parts;
    this.#budget.pacer.send(slot);
    const sentAtMs = performance.now();
    this.requests += 1;
    try {
      const answer = await deps.partnerApi({ credentials, signal, ...question });
      this.#throttles = 0;
      this.servedVersion = answer.servedVersion ?? this.servedVersion;
      return answer;
    } catch (error) {
      if (error instanceof Throttled) await this.#noteThrottle(error.retryAfterMs, sentAtMs);
      throw error;
    }
  }

  /** One question by itself, asked again while it is throttled. @throws as `lease` and `send` */
  async ask(question: Question): Promise<PartnerAnswer> {
    for (;;) {
      const slot = await this.slot(false);
      if (slot === null) throw new MustWait(UNPRESSED_PATIENCE_MS);
      const turn = await this.lease(slot);
      if (turn === null) continue;
      try {
        return await this.send(turn, question);
      } catch (error) {
        if (!(error instanceof Throttled)) throw error;
      }
    }
  }

  /** Nothing is sent after this. */
  async close(): Promise<void> {
    const { deps, organizationId, fence, holder } = this.parts;
    await withTenant(deps.sql, organizationId, (tenant) => releaseLease(tenant, fence.connectionId, holder));
  }

  get #budget() {
    return this.parts.deps.budgetOf(this.parts.credentials);
  }

  async #renewLease(): Promise<WireParts['lease']> {
    const { deps, organizationId, fence, holder } = this.parts;
    const first = this.#firstLease;
    this.#firstLease = null;
    if (first !== null) return first;
    const leasedAtMs = performance.now();
    const answer = await withTenant(deps.sql, organizationId, (tenant) =>
      renewLease(tenant, { ...fence, holder, leaseMs: LEASE_MS }),
    );
    return { answer, leasedAtMs };
  }

  /** Requests that were on their way together and are throttled together are one throttle. */
  async #noteThrottle(retryAfterMs: number | null, sentAtMs: number): Promise<void> {
    const { deps, organizationId, fence } = this.parts;
    this.#budget.pacer.throttled(sentAtMs);
    const isAnother = sentAtMs > this.#throttledAtMs;
    if (!isAnother && retryAfterMs === null) return;
    const backOffMs = Math.min(FIRST_BACK_OFF_MS * 2 ** this.#throttles, LONGEST_BACK_OFF_MS);
    if (isAnother) this.#throttles += 1;
    this.#throttledAtMs = performance.now();
    const waitMs = retryAfterMs ?? backOffMs * (1 + Math.random() / 4);
    await withTenant(deps.sql, organizationId, async (tenant) => {
      await holdFence(tenant, fence); // what Shopify said to an old token must not bind a new one
      await noteWaiting(tenant, fence.connectionId, waitMs);
    });
  }

  async #wait(waitMs: number): Promise<void> {
    if (waitMs >= this.parts.clock.remainingMs()) throw new MustWait(waitMs);
    await sleep(waitMs, undefined, { signal: this.parts.signal });
  }
}
