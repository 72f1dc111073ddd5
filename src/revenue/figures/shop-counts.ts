import { CodedError } from '../../values/coded-error.js';
import type { Day } from '../../values/day.js';

/** Shops that were active and paying at the same moments. One bit a moment, the first moment's the lowest. */
export interface ShopGroup {
  /** Null: over all currencies, so that a shop counts once. */
  readonly currency: string | null;
  readonly active: number;
  readonly paying: number;
  readonly shops: number;
}

/** How many shops there were at each of some midnights. */
export class ShopCounts {
  constructor(
    private readonly moments: readonly Day[],
    private readonly groups: readonly ShopGroup[],
  ) {}

  /** Trialing or live, also for nothing. */
  active(at: Day): number {
    const bit = this.#bitOf(at);
    return this.#count(({ active }) => (active & bit) !== 0);
  }

  /** With MRR above zero. */
  paying(at: Day): number {
    const bit = this.#bitOf(at);
    return this.#count(({ paying }) => (paying & bit) !== 0);
  }

  /** Paying at one moment and no longer at the other. */
  stoppedPaying(from: Day, to: Day): number {
    const [before, after] = [this.#bitOf(from), this.#bitOf(to)];
    return this.#count(({ paying }) => (paying & before) !== 0 && (paying & after) === 0);
  }

  #count(belongs: (group: ShopGroup) => boolean): number {
    return this.groups.reduce((sum, group) => sum + (belongs(group) ? group.shops : 0), 0);
  }

  #bitOf(moment: Day): number {
    const index = this.moments.indexOf(moment);
    if (index === -1) throw new CodedError('moment_not_counted', `Shops were not counted at ${moment}.`);
    return 1 << index;
  }
}
