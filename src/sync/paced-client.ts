import { setTimeout as sleep } from 'node:timers/promises';
import { SyncSuperseded } from '../connections/store/sync-fence.js';
import { Throttled } from '../partner/client/errors.js';
import type { PartnerAnswer, PartnerRequest } from '../partner/client/partner-api.js';
import type { Slot } from '../partner/pace/pacer.js';
import type { RequestWidth } from '../partner/pace/request-width.js';
import type { Instant } from '../values/instant.js';
import { releaseLease, renewLease } from './store/sync-leases.js';
import { noteWaiting } from './store/sync-state.js';
import { type Lease, LEASE_MARGIN_MS, LEASE_MS, type SyncSession } from './sync-session.js';

const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 60_000;
// A sync's first request may come late, but not so late that the activity ends without it.
const UNPRESSED_PATIENCE_MS = 25_000;

type Query = Pick<PartnerRequest, 'document' | 'variables' | 'version'>;

/** Shopify asked for more patience than this sync has time; the wait is already on the row. */
export class MustWait extends Error {
  readonly code = 'must_wait';

  constructor(readonly waitMs: number) {
    super('Shopify asked us to wait.');
  }
}

/** Leave to send one request now: paced, and leased. */
export interface LeasedSlot {
  readonly slot: Slot;
  /** The database's time at which the request begins: rows it brings are of that time. */
  readonly now: Instant;
  readonly leasedAtMs: number;
}

/** The Partner API for one sync: each request is paced and leased; what Shopify says of pace is heeded and written down. */
export class PacedClient {
  requests = 0;
  /** The API version of the last answer that named one. */
  servedVersion: string | null = null;
  /** Throttles in a row. */
  #throttles = 0;
  #throttledAtMs = Number.NEGATIVE_INFINITY;
  #firstLease: Lease | null;

  constructor(private readonly session: SyncSession) {
    this.#firstLease = session.firstLease;
  }

  get width(): RequestWidth {
    return this.#budget.width;
  }

  /**
   * Waits until a request may be sent. To be given back when there is nothing to send after all.
   * @param isPressed null rather than a slot after the sync's time
   */
  slot(isPressed: boolean): Promise<Slot | null> {
    const { stop, clock } = this.session;
    return this.#budget.pacer.acquire(stop.signal, isPressed ? clock.remainingMs() : UNPRESSED_PATIENCE_MS);
  }

  giveBack(slot: Slot): void {
    this.#budget.pacer.giveBack(slot);
  }

  /**
   * Asks the database for leave to use the slot. Null when Shopify had asked us to wait: that is over now, and a new
   * slot is needed.
   * @throws SyncSuperseded when the connection is no longer ours · MustWait
   */
  async lease(slot: Slot): Promise<LeasedSlot | null> {
    try {
      for (;;) {
        const { answer, leasedAtMs } = await this.#renewLease();
        if (!answer.held) throw new SyncSuperseded();
        if (answer.waitMs !== null) {
          this.giveBack(slot);
          await this.#wait(answer.waitMs);
          return null;
        }
        this.session.stop.signal.throwIfAborted();
        const leased = { slot, now: answer.now, leasedAtMs };
        if (this.isCurrent(leased)) return leased;
      }
    } catch (error) {
      this.giveBack(slot);
      throw error;
    }
  }

  /** This machine may have been paused since the lease was given: then it may be over, and a disconnect confirmed. */
  isCurrent({ leasedAtMs }: LeasedSlot): boolean {
    return performance.now() - leasedAtMs <= LEASE_MARGIN_MS;
  }

  /** @throws PartnerApiError */
  async send({ slot }: LeasedSlot, query: Query): Promise<PartnerAnswer> {
    const { deps, credentials, stop } = this.session;
    this.#budget.pacer.send(slot);
    const sentAtMs = performance.now();
    this.requests += 1;
    try {
      const answer = await deps.partnerApi({ credentials, signal: stop.signal, ...query });
      this.#throttles = 0;
      if (query.version === undefined) this.servedVersion = answer.servedVersion ?? this.servedVersion;
      return answer;
    } catch (error) {
      if (error instanceof Throttled) await this.#noteThrottle(error.retryAfterMs, sentAtMs);
      throw error;
    }
  }

  /** One query by itself, asked again while it is throttled. @throws as `lease` and `send` */
  async ask(query: Query): Promise<PartnerAnswer> {
    for (;;) {
      const slot = await this.slot(false);
      if (slot === null) throw new MustWait(UNPRESSED_PATIENCE_MS);
      const leased = await this.lease(slot);
      if (leased === null) continue;
      try {
        return await this.send(leased, query);
      } catch (error) {
        if (!(error instanceof Throttled)) throw error;
      }
    }
  }

  /** Nothing is sent after this. */
  async close(): Promise<void> {
    const { fence, id, withTenant } = this.session;
    await withTenant((tenant) => releaseLease(tenant, fence.connectionId, id));
  }

  get #budget() {
    return this.session.deps.budgetOf(this.session.credentials);
  }

  async #renewLease(): Promise<Lease> {
    const { fence, id, withTenant } = this.session;
    const first = this.#firstLease;
    this.#firstLease = null;
    if (first !== null) return first;
    const leasedAtMs = performance.now();
    const answer = await withTenant((tenant) => renewLease(tenant, { ...fence, holder: id, leaseMs: LEASE_MS }));
    return { answer, leasedAtMs };
  }

  /** Requests that were on their way together and are throttled together are one throttle. */
  async #noteThrottle(retryAfterMs: number | null, sentAtMs: number): Promise<void> {
    const { fence, fenced } = this.session;
    this.#budget.pacer.throttled(sentAtMs);
    const isAnother = sentAtMs > this.#throttledAtMs;
    if (!isAnother && retryAfterMs === null) return;
    const backOffMs = Math.min(FIRST_BACK_OFF_MS * 2 ** this.#throttles, LONGEST_BACK_OFF_MS);
    if (isAnother) this.#throttles += 1;
    this.#throttledAtMs = performance.now();
    const waitMs = retryAfterMs ?? backOffMs * (1 + Math.random() / 4);
    // What Shopify said to an old token must not bind a new one.
    await fenced((tenant) => noteWaiting(tenant, fence.connectionId, waitMs));
  }

  async #wait(waitMs: number): Promise<void> {
    if (waitMs >= this.session.clock.remainingMs()) throw new MustWait(waitMs);
    await sleep(waitMs, undefined, { signal: this.session.stop.signal });
  }
}
