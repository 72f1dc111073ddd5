import type { Instant } from '../instant.js';
import type { Charge } from './charges.js';
import { monthly } from './interval.js';
import { freezeAt, outageAt, type End, type Freeze, type Life, type Outage } from './life.js';
import { grossOf, type EventRow, type TransactionRow } from './rows.js';
import { saleLifeEnds } from './sale-as-life.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A life while it is walked. */
export interface OpenLife extends Omit<Writable<Life>, 'freezes' | 'outages'> {
  freezes: Writable<Freeze>[];
  outages: Writable<Outage>[];
  /** The last sale while sales are the only sign of life; null once an activation was seen. */
  lastSale: TransactionRow | null;
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

  start(charge: Charge, start: EventRow | TransactionRow, predecessor: Life | null): void {
    const price = charge.price ?? (start.source === 'transaction' ? grossOf(start) : null);
    if (price === null) return;
    const life: OpenLife = {
      charge,
      m: monthly(price, charge.interval.interval),
      start,
      predecessor,
      freezes: [],
      outages: [],
      end: null,
      lastSale: start.source === 'transaction' ? start : null,
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

  /** Lifts a freeze, and with it what the closing of the shop had paused beside it. */
  thaw(life: OpenLife, row: EventRow): void {
    if (freezeAt(life) === null) return;
    liftFreeze(life, row);
    this.liftPauses(row);
  }

  liftPauses(row: EventRow): void {
    for (const life of this.standing()) {
      if (freezeAt(life)?.from.type === 'RELATIONSHIP_DEACTIVATED') liftFreeze(life, row);
    }
  }

  /**
   * Ends what is known by its sales alone and had none for too long.
   * Rule: Then, charge by charge, "A sale is evidence of life", "one cycle and 21 days after its last sale".
   */
  giveUpUnsold(isPast: (deadline: Instant) => boolean): void {
    for (const life of this.standing()) {
      if (life.lastSale === null) continue;
      const at = saleLifeEnds(life.lastSale.at, life.charge);
      if (isPast(at)) this.end(life, { reason: 'sales_stopped', at, row: life.lastSale });
    }
  }
}

/** Neither over nor lost. */
export function isThere(life: OpenLife): boolean {
  return outageAt(life) === null;
}

function liftFreeze(life: OpenLife, row: EventRow): void {
  const freeze = life.freezes.at(-1);
  if (freeze) freeze.to ??= row;
}
