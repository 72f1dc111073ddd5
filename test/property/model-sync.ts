import { Backlog } from '../../src/sync/planning/backlog.js';
import { moveAfter } from '../../src/sync/planning/plan.js';
import { restarted, type WindowChange } from '../../src/sync/planning/windows.js';
import { MOST_ON_THE_WAY } from '../../src/sync/sync-pages.js';
import { instantFromMs } from '../../src/values/instant.js';
import type { ModelShopify } from './model-shopify.js';
import type { ModelStore, OnTheWay } from './model-store.js';

/** One sync: the planner under test between the two models. It is lost as a whole when its worker dies. */
export class ModelSync {
  readonly #backlog: Backlog;
  readonly #generation: number;
  readonly onTheWay: OnTheWay[] = [];

  constructor(
    private readonly shopify: ModelShopify,
    private readonly store: ModelStore,
  ) {
    store.begin(shopify.nowMs);
    this.#generation = store.generation;
    this.#backlog = new Backlog(store.plan, true);
  }

  hasWork(): boolean {
    return this.#backlog.hasWork(true);
  }

  /** Sends a request of up to so many pages, dividing windows for it as a real sync does. @returns as `arrives` */
  ask(width: number): boolean {
    const now = instantFromMs(this.shopify.nowMs);
    if (this.#backlog.headsAreRead() && !this.#change(this.#backlog.divisions(width))) return false;
    const heads = this.#backlog.nextHeads(width, now, false);
    for (const planned of heads.length > 0 ? heads : this.#backlog.nextWindows(width, true)) {
      const page = this.shopify.page(planned.request);
      this.onTheWay.push({ planned, page, requestedAtMs: this.shopify.nowMs });
    }
    return true;
  }

  /** One of the pages on their way arrives. @returns false when the database no longer took it */
  arrives(pick: number): boolean {
    const [arrived] = this.onTheWay.splice(pick % Math.max(this.onTheWay.length, 1), 1);
    if (arrived === undefined) return true;
    const planned = this.#backlog.current(arrived.planned);
    const { contents } = arrived.page;
    const move = moveAfter(planned, contents, instantFromMs(arrived.requestedAtMs));
    const left = this.store.store(this.#generation, arrived.page, move, arrived.requestedAtMs);
    this.#backlog.release([arrived.planned]);
    if (left === false) return false;
    this.#backlog.pageStored(planned, contents, left);
    if (this.#backlog.headsAreRead()) this.store.headScanned();
    return true;
  }

  /** One of them is lost on the way: a timeout, a throttle, a neighbour's error. */
  isLost(pick: number): void {
    const [lost] = this.onTheWay.splice(pick % Math.max(this.onTheWay.length, 1), 1);
    if (lost !== undefined) this.#backlog.release([lost.planned]);
  }

  /** The cursor of one of them is refused. @returns as `arrives` */
  isRefused(pick: number): boolean {
    const [refused] = this.onTheWay.splice(pick % Math.max(this.onTheWay.length, 1), 1);
    if (refused === undefined) return true;
    const planned = this.#backlog.current(refused.planned);
    this.#backlog.release([refused.planned]);
    if (planned.type === 'head' || planned.window.cursor === null || planned.window.restarts > 0) return true;
    return this.#change([restarted(planned.window)]);
  }

  /** Everything that is left, without trouble. @returns how many requests it took */
  finish(width: number): number {
    let requests = 0;
    while (this.hasWork() || this.onTheWay.length > 0) {
      requests += 1;
      if (requests > 2_000) throw new Error('The sync does not end.');
      // As a sync, which has no more requests on their way.
      const mayAsk = this.onTheWay.length < MOST_ON_THE_WAY * width && this.hasWork();
      if (mayAsk && !this.ask(width)) return requests;
      if (!this.arrives(requests)) return requests;
    }
    return requests;
  }

  #change(changes: readonly WindowChange[]): boolean {
    const changed = this.store.change(this.#generation, changes);
    if (changed === false) return false;
    for (const [index, { was }] of changes.entries()) this.#backlog.put(was, changed[index] ?? []);
    return true;
  }
}
