import { setTimeout as sleep } from 'node:timers/promises';
import { SyncSuperseded } from '../connections/store/sync-fence.js';
import { Throttled } from '../partner/client/errors.js';
import type { PartnerAnswer, PartnerRequest } from '../partner/client/partner-api.js';
import { Departure } from '../partner/pace/departure.js';
import type { Slot } from '../partner/pace/pacer.js';
import type { RequestWidth } from '../partner/pace/request-width.js';
import { yieldTurns } from '../partner/pace/turns.js';
import type { Instant } from '../values/instant.js';
import { type Lease, LEASE_MARGIN_MS, takeLease } from './lease.js';
import { releaseLease } from './store/sync-leases.js';
import { noteWaiting } from './store/sync-state.js';
import type { SyncSession } from './sync-session.js';

const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 60_000;
// A sync's first request may come late, but not so late that the activity ends without it.
const UNPRESSED_PATIENCE_MS = 25_000;

type Query = Pick<PartnerRequest, 'document' | 'variables' | 'version'>;

/** Shopify, or those who use the same token, ask for more patience than this sync has time. */
export class MustWait extends Error {
  readonly code = 'must_wait';

  constructor(readonly waitMs: number) {
    super('There is no turn in time.');
  }
}

/** What requests need of a sync, or of whatever else asks for one connection. */
export interface RequestScope extends Pick<
  SyncSession,
  'deps' | 'clock' | 'stop' | 'id' | 'fence' | 'credentials' | 'withTenant' | 'fenced'
> {
  /** That came with what was read first; null where the first request has to take its own. */
  readonly firstLease: Lease | null;
  /** Somebody waits for it: it goes next, whatever else is asked for with the token. One at most in any second. */
  readonly isPriority?: boolean;
}

/** Leave to send one request now: paced, and leased. */
export interface LeasedTurn {
  readonly departure: Departure;
  /** The database's time at which the request begins: rows it brings are of that time. */
  readonly now: Instant;
  /** When the lease was asked for, by this machine's clock: at the latest then it has begun to run. */
  readonly askedAtMs: number;
}

/** The Partner API for one connection: each request is paced and leased; what Shopify says of pace is heeded and written down. */
export class PacedClient {
  requests = 0;
  /** The API version of the last answer that named one. */
  servedVersion: string | null = null;
  /** Throttles in a row. */
  #throttles = 0;
  #throttledAtMs = Number.NEGATIVE_INFINITY;
  /** The last turn was over before it could be used. */
  #hasLostTurn = false;
  #firstLease: Lease | null;

  constructor(private readonly scope: RequestScope) {
    this.#firstLease = scope.firstLease;
  }

  get width(): RequestWidth {
    return this.#budget.width;
  }

  /**
   * Waits until a turn may be asked for. To be released when there is nothing to send after all.
   * @param isPressed null rather than a slot after the sync's time
   */
  async slot(isPressed: boolean): Promise<Slot | null> {
    const { stop, clock, isPriority = false } = this.scope;
    const { pacer } = this.#budget;
    if (isPriority || this.#firstLease !== null) return pacer.skipLine();
    return pacer.acquire(stop.signal, isPressed ? clock.remainingMs() : UNPRESSED_PATIENCE_MS);
  }

  /**
   * Asks the database for leave to send one request, and waits until it may leave. Null when that was not to be had yet:
   * Shopify had asked us to wait, the token's line was long, or this process paused. That is over now, and a new slot is
   * needed.
   * @throws SyncSuperseded when the connection is no longer ours · MustWait
   */
  async lease(slot: Slot): Promise<LeasedTurn | null> {
    const { stop } = this.scope;
    const { answer, askedAtMs, answeredAtMs } = await this.#takeLease().finally(() => slot.release());
    if (!answer.held) throw new SyncSuperseded();
    const { turn } = answer;
    if (turn?.granted !== true) {
      await this.#wait(answer.waitMs ?? turn?.waitMs ?? 0);
      return null;
    }
    const departure = new Departure(turn, askedAtMs, answeredAtMs);
    await departure.wait(stop.signal);
    stop.signal.throwIfAborted();
    // Late again, it is the machine that is slow, and no pause that is over.
    this.#hasLostTurn = !this.#hasLostTurn && departure.isOver();
    const leased = { departure, now: answer.now, askedAtMs };
    return !this.#hasLostTurn && this.isCurrent(leased) ? leased : null;
  }

  /** This machine may have been busy or paused since: then the lease may be over, and a disconnect confirmed. */
  isCurrent({ askedAtMs }: LeasedTurn): boolean {
    return performance.now() - askedAtMs <= LEASE_MARGIN_MS;
  }

  /** @throws PartnerApiError */
  async send({ departure }: LeasedTurn, query: Query): Promise<PartnerAnswer> {
    const { deps, credentials, stop } = this.scope;
    departure.leave(deps.sql, this.#budget);
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

  /** Leave to send one request, however long it takes. Null as `slot`. @throws as `lease` */
  async turn(isPressed: boolean): Promise<LeasedTurn | null> {
    for (;;) {
      const slot = await this.slot(isPressed);
      if (slot === null) return null;
      const leased = await this.lease(slot);
      if (leased !== null) return leased;
    }
  }

  /** One query by itself, asked again while it is throttled. @throws as `lease` and `send` */
  async ask(query: Query): Promise<PartnerAnswer> {
    for (;;) {
      const leased = await this.turn(false);
      if (leased === null) throw new MustWait(UNPRESSED_PATIENCE_MS);
      try {
        return await this.send(leased, query);
      } catch (error) {
        if (!(error instanceof Throttled)) throw error;
      }
    }
  }

  /** Nothing is sent after this. */
  async close(): Promise<void> {
    const { fence, id, withTenant } = this.scope;
    await withTenant((tenant) => releaseLease(tenant, fence.connectionId, id));
  }

  get #budget() {
    return this.scope.deps.budgetOf(this.scope.credentials);
  }

  async #takeLease(): Promise<Lease> {
    const { withTenant, isPriority } = this.scope;
    const first = this.#firstLease;
    this.#firstLease = null;
    return first ?? withTenant((tenant) => takeLease(tenant, this.scope, isPriority));
  }

  /** Requests that were on their way together and are throttled together are one throttle. */
  async #noteThrottle(retryAfterMs: number | null, sentAtMs: number): Promise<void> {
    const { deps, fence, fenced } = this.scope;
    await yieldTurns(deps.sql, this.#budget.tokenKey, performance.now() - sentAtMs);
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
    if (waitMs >= this.scope.clock.remainingMs()) throw new MustWait(waitMs);
    await sleep(waitMs, undefined, { signal: this.scope.stop.signal });
  }
}
