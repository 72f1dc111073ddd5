import type { MerchantStatus } from '../../../contract/merchant-words.js';
import type { Instant } from '../../../values/instant.js';
import { shownFirst } from '../../../values/shown-first.js';
import type { Span } from './spans.js';

/** The status as the charges alone tell it: `none` when none is alive, whatever became of them. */
export type PastStatus = Extract<MerchantStatus, 'trialing' | 'active' | 'frozen'> | 'none';

const STATUS_OF = { live: 'active', trialing: 'trialing', frozen: 'frozen' } as const;

/** The first that any charge is in is the merchant's. Rule: Status shown. */
const STATES = ['live', 'trialing', 'frozen'] as const;

/** What the charges that are alive at one instant say. */
export class PastFigures {
  readonly alive: readonly Span[];

  constructor(
    private readonly spans: readonly Span[],
    at: Instant,
  ) {
    this.alive = spans.filter(({ from, to }) => from <= at && (to === null || at < to));
  }

  /** Exact units of one currency. */
  mrr(currency: string): bigint {
    return this.alive.reduce((sum, { carried }) => (carried.currency === currency ? sum + carried.units : sum), 0n);
  }

  status(): PastStatus {
    const state = this.state();
    return state === null ? 'none' : STATUS_OF[state];
  }

  /** Null for a plan without a name too. */
  plan(): string | null {
    return this.shown()?.plan ?? null;
  }

  /** The charge whose plan is shown. */
  shown(): Span | null {
    const state = this.state();
    const candidates = this.alive.filter((span) => span.state === state);
    const [shown] = shownFirst(candidates, (span) => ({
      m: span.m,
      currency: span.carried.currency,
      startAt: this.startOf(span),
      number: span.chargeNumber,
    }));
    return shown ?? null;
  }

  /** A charge may have been in other states before. */
  private startOf({ chargeNumber, from }: Span): Instant {
    const before = this.spans.find((span) => span.chargeNumber === chargeNumber && span.to === from);
    return before === undefined ? from : this.startOf(before);
  }

  private state(): Span['state'] | null {
    return STATES.find((state) => this.alive.some((span) => span.state === state)) ?? null;
  }
}
