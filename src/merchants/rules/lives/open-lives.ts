import { type Instant, plusMs } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import { cycleMs, monthly } from '../charges/interval.js';
import { type End, type Freeze, freezeAt, type Keep, type Life, type Lifting, type Outage } from '../charges/life.js';
import { SETTLEMENT_LAG_MS } from '../words/durations.js';
import { compareText } from '../words/order-at-one-instant.js';
import type { FoldEvent, FoldTransaction } from '../words/rows.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A life while it is walked. */
export interface OpenLife extends Omit<Writable<Life>, 'freezes' | 'outages' | 'keeps'> {
  freezes: Writable<Freeze>[];
  outages: Writable<Outage>[];
  keeps: Keep[];
  /** While sales are the only sign of life; null once an activation was seen. */
  sales: OnlySales | null;
}

interface OnlySales {
  readonly last: FoldTransaction;
  /** Where the silence after it ends, if nothing pauses it: no earlier does anything have to be looked at. */
  readonly silentAt: Instant;
}

/** The lives of a pair's charges so far, in the order they started; of each charge one at most is not over. */
export class OpenLives {
  readonly all: OpenLife[] = [];
  private readonly current = new Map<Charge, OpenLife>();

  of(charge: Charge): OpenLife | null {
    return this.current.get(charge) ?? null;
  }

  /** Lives that are not over: live, frozen or lost. */
  standing(): OpenLife[] {
    return [...this.current.values()];
  }

  lastOf(charge: Charge): OpenLife | null {
    return this.all.findLast((life) => life.charge === charge) ?? null;
  }

  start(charge: Charge, start: FoldEvent | FoldTransaction, predecessors: readonly Life[]): void {
    const price = charge.price ?? charge.soldPrice;
    if (price === null) return;
    const { units, currency } = price;
    const life: OpenLife = {
      charge,
      m: monthly({ units, currency }, charge.interval.interval),
      start,
      predecessors,
      freezes: [],
      outages: [],
      keeps: [],
      end: null,
      silentEndAt: null,
      sales: start.source === 'transaction' ? onlySales(charge, start.at) : null,
    };
    this.all.push(life);
    this.current.set(charge, life);
  }

  end(life: OpenLife, end: End): void {
    life.end = end;
    this.current.delete(life.charge);
  }

  /** A lost one that will not return was over when the shop closed. */
  endLost(life: OpenLife, { from }: Outage): void {
    this.end(life, { reason: 'deactivated', at: from.at, change: from });
  }

  /** From then on only its sales keep it. Rule: Then, charge by charge, "a charge that only a late sale keeps". */
  keep(life: OpenLife, keep: Keep): void {
    life.keeps.push(keep);
    life.sales = onlySales(life.charge, keep.at);
  }

  /** Lifts a freeze, and with it what the closing of the shop had paused beside it. */
  thaw(life: OpenLife, lifting: Lifting): void {
    if (freezeAt(life) === null) return;
    liftFreeze(life, lifting);
    this.liftPauses(lifting);
  }

  liftPauses(lifting: Lifting): void {
    for (const life of this.standing()) {
      const freeze = freezeAt(life);
      if (freeze?.from.type !== 'RELATIONSHIP_DEACTIVATED') continue;
      // What was paused only after the day that a late sale dates the lifting by was so until the sale.
      const isDatedBefore = lifting.at < freeze.from.at;
      liftFreeze(life, isDatedBefore ? { at: lifting.row.at, row: lifting.row, by: null } : lifting);
    }
  }

  /**
   * Ends what only its sales keep and had none for too long.
   * Rule: Then, charge by charge, "it ends … by silence".
   */
  giveUpUnsold(isPast: (deadline: Instant) => boolean): void {
    for (const life of this.current.values()) {
      if (life.sales === null || !isPast(life.sales.silentAt)) continue;
      const at = silentEnd(life, life.sales.last.at);
      if (at !== null && isPast(at)) this.end(life, { reason: 'sales_stopped', at, row: life.sales.last });
    }
  }

  /** Notes of what is not over when only its sales keep it until. */
  noteSilentEnds(): void {
    for (const life of this.current.values()) {
      if (life.sales !== null) life.silentEndAt = silentEnd(life, life.sales.last.at);
    }
  }
}

/** Neither over nor lost. */
export function isThere(life: OpenLife): boolean {
  return life.outages.at(-1)?.to !== null;
}

function onlySales(charge: Charge, since: Instant): OnlySales | null {
  const last = lastSaleOf(charge, since);
  if (last === null) return null;
  return { last, silentAt: plusMs(last.at, cycleMs(charge.interval.interval) + SETTLEMENT_LAG_MS) };
}

function liftFreeze(life: OpenLife, lifting: Lifting): void {
  const freeze = life.freezes.at(-1);
  if (freeze) freeze.to ??= lifting;
}

/**
 * The last sale of a charge that only its sales keep. One that was given up cannot bill again: a later sale, however
 * late, shows that it never ended. After an activation of its own it could, so that those sales tell nothing.
 * Rule: Then, charge by charge, "One that ended by silence cannot bill again".
 */
function lastSaleOf(charge: Charge, since: Instant): FoldTransaction | null {
  const again = charge.activations.find(({ at }) => at > since);
  return charge.sales.findLast(({ at }) => again === undefined || at < again.at) ?? null;
}

/**
 * When a charge that only its sales keep is given up: one cycle and the lag after the last of them, counted anew from
 * the end of a freeze or an outage that this would fall into. Null while one of those goes on.
 * Rule: Then, charge by charge, "it ends … by silence".
 */
function silentEnd(
  { charge, freezes, outages }: Pick<Life, 'charge' | 'freezes' | 'outages'>,
  lastSaleAt: Instant,
): Instant | null {
  const silenceMs = cycleMs(charge.interval.interval) + SETTLEMENT_LAG_MS;
  const pauses = [
    // At one instant an end by silence comes after a freeze and before a deactivation.
    ...freezes.map(({ from, to }) => ({ from: from.at, to, isFirst: from.type !== 'RELATIONSHIP_DEACTIVATED' })),
    ...outages.map(({ from, to }) => ({ from: from.at, to, isFirst: false })),
  ].sort((one, other) => compareText(one.from, other.from));
  let endsAt = plusMs(lastSaleAt, silenceMs);
  for (const { from, to, isFirst } of pauses) {
    if (from > endsAt || (from === endsAt && !isFirst) || (to !== null && to.at <= endsAt)) continue;
    if (to === null) return null;
    endsAt = plusMs(to.at, silenceMs);
  }
  return endsAt;
}
