import type { Instant } from '../instant.js';
import type { Charge } from './charges.js';
import { isFreeze, pausedBy } from './deactivation.js';
import { relationAfter, type Relation, type RelationChange } from './install-state.js';
import { monthly } from './interval.js';
import { freezeAt, outageAt, type End, type Freeze, type Life, type Outage } from './life.js';
import { compareText, comparePlaced, orderOfType, type Placed } from './order-at-one-instant.js';
import { isInsideChange, type PlanChange } from './plan-changes.js';
import { grossOf, type EventRow, type TransactionRow } from './rows.js';
import { saleLifeEnds, showsLife } from './sale-as-life.js';
import { isUnbroken } from './unbroken-charges.js';

/** What was settled about single rows before the walk. */
export interface Settled {
  /** Cancels that end nothing: repeated by Shopify, or accounted for by an uninstall or a plan change. By row id. */
  readonly ignoredCancels: ReadonlySet<string>;
  /** Which charge an activation replaces, and which cancel belongs to it. */
  readonly planChanges: readonly PlanChange[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
interface OpenLife extends Omit<Writable<Life>, 'freezes' | 'outages'> {
  freezes: Writable<Freeze>[];
  outages: Writable<Outage>[];
  /** The last sale while sales are the only sign of life; null once an activation was seen. */
  lastSale: TransactionRow | null;
}

type Step = Placed &
  ({ readonly charge: Charge; readonly row: EventRow | TransactionRow } | { readonly change: RelationChange });

/**
 * Walks all rows of the pair's charges in the one order and says when each charge was alive, frozen, lost, ended.
 * Rule: Then, charge by charge; Install state.
 * @returns the lives in the order they started
 */
export function livesOf(
  charges: readonly Charge[],
  changes: readonly RelationChange[],
  settled: Settled,
  asOf: Instant,
): Life[] {
  const walk = new Walk(changes, settled);
  for (const step of stepsOf(charges, changes)) walk.take(step);
  walk.giveUpUnsold((deadline) => deadline <= asOf);
  return walk.lives;
}

function stepsOf(charges: readonly Charge[], changes: readonly RelationChange[]): Step[] {
  const steps: Step[] = changes.map((change) => ({ ...placeOf(change), change }));
  for (const charge of charges) {
    for (const row of [...charge.events, ...charge.sales]) {
      steps.push({ at: row.at, order: orderOfType(row.type), chargeNumber: charge.number, charge, row });
    }
  }
  return steps.sort((one, other) => comparePlaced(one, other) || compareText(idOf(one), idOf(other)));
}

function placeOf({ at, order, chargeNumber }: Placed): Placed {
  return { at, order, chargeNumber };
}

function idOf(step: Step): string {
  return 'row' in step ? step.row.id : step.change.row.id;
}

class Walk {
  readonly lives: OpenLife[] = [];
  private readonly current = new Map<Charge, OpenLife>();
  private relation: Relation = 'unknown';
  private readonly changes: readonly RelationChange[];
  private readonly settled: Settled;

  constructor(changes: readonly RelationChange[], settled: Settled) {
    this.changes = changes;
    this.settled = settled;
  }

  take(step: Step): void {
    this.giveUpUnsold((deadline) => deadline < step.at);
    if ('change' in step) this.relate(step.change);
    else if (step.row.source === 'transaction') this.sold(step.charge, step.row);
    else this.happened(step.charge, step.row);
  }

  /** A sale at the very deadline still continues the life. */
  giveUpUnsold(isPast: (deadline: Instant) => boolean): void {
    for (const life of this.current.values()) {
      if (life.lastSale === null) continue;
      const at = saleLifeEnds(life.lastSale.at, life.charge);
      if (isPast(at)) this.end(life, { reason: 'sales_stopped', at, row: life.lastSale });
    }
  }

  private happened(charge: Charge, row: EventRow): void {
    switch (row.type) {
      case 'SUBSCRIPTION_CHARGE_ACTIVATED':
        return this.activated(charge, row);
      case 'SUBSCRIPTION_CHARGE_FROZEN':
        return this.frozen(charge, row);
      case 'SUBSCRIPTION_CHARGE_UNFROZEN':
        return this.unfrozen(charge, row);
      case 'SUBSCRIPTION_CHARGE_CANCELED':
        return this.cancelled(charge, row);
      default:
        return; // accepted, declined, expired, capped amounts, and what Shopify may add: no effect on a life
    }
  }

  private activated(charge: Charge, row: EventRow): void {
    const life = this.current.get(charge);
    const outage = life && outageAt(life);
    if (life && !outage) {
      life.lastSale = null;
      return this.unfrozen(charge, row);
    }
    if (life && outage) this.end(life, { reason: 'deactivated', at: outage.from.at, change: outage.from });
    if (isInsideChange(row, this.settled.planChanges)) return;
    this.start(charge, row, this.replacedBy(row));
  }

  /** Ends the replaced charge exactly at the activation. From a frozen one the freeze is lifted first. */
  private replacedBy(row: EventRow): Life | null {
    const change = this.settled.planChanges.find(({ activation }) => activation === row);
    const old = [...this.current.values()].find((life) => life.charge.number === change?.oldNumber);
    if (old === undefined) return null;
    const outage = outageAt(old);
    if (outage) {
      // Lost already, so nothing is taken over; but its cancel counts as accounted for, and no return restores it.
      this.end(old, { reason: 'deactivated', at: outage.from.at, change: outage.from });
      return null;
    }
    this.thaw(old, row);
    this.end(old, { reason: 'replaced', at: row.at, row });
    return old;
  }

  private frozen(charge: Charge, row: EventRow): void {
    const life = this.current.get(charge);
    if (life && !freezeAt(life)) life.freezes.push({ from: row, to: null });
  }

  private unfrozen(charge: Charge, row: EventRow): void {
    const life = this.current.get(charge);
    if (life) this.thaw(life, row);
  }

  /** Lifts a freeze, and with it what the closing of the shop had paused beside it. */
  private thaw(life: OpenLife, row: EventRow): void {
    if (freezeAt(life) === null) return;
    liftFreeze(life, row);
    this.liftPauses(row);
  }

  private liftPauses(row: EventRow): void {
    for (const life of this.current.values()) {
      if (freezeAt(life)?.from.type === 'RELATIONSHIP_DEACTIVATED') liftFreeze(life, row);
    }
  }

  private cancelled(charge: Charge, row: EventRow): void {
    const life = this.current.get(charge);
    const isIgnored = this.settled.ignoredCancels.has(row.id) || isInsideChange(row, this.settled.planChanges);
    if (life && !isIgnored) this.end(life, { reason: 'cancelled', at: row.at, row });
  }

  private sold(charge: Charge, row: TransactionRow): void {
    const life = this.current.get(charge);
    if (life) {
      if (life.lastSale !== null) life.lastSale = row;
      return;
    }
    const isHere = this.relation === 'unknown' || this.relation === 'installed';
    const isOver = this.wasTakenByShop(charge) || isInsideChange(row, this.settled.planChanges);
    if (isHere && showsLife(row, charge) && !isOver) this.start(charge, row, null);
  }

  /** After an uninstall or a deactivation has ended a charge, a late sale is the lag of an older bill. */
  private wasTakenByShop(charge: Charge): boolean {
    const last = this.lives.findLast((life) => life.charge === charge);
    return last?.end?.reason === 'uninstalled' || last?.end?.reason === 'deactivated';
  }

  private start(charge: Charge, start: EventRow | TransactionRow, predecessor: Life | null): void {
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
    this.lives.push(life);
    this.current.set(charge, life);
  }

  private end(life: OpenLife, end: End): void {
    life.end = end;
    this.current.delete(life.charge);
  }

  private relate(change: RelationChange): void {
    this.relation = relationAfter(change.kind);
    const standing = [...this.current.values()];
    if (change.kind === 'uninstalled') for (const life of standing) this.uninstalled(life, change);
    if (change.kind === 'deactivated')
      this.deactivated(
        change,
        standing.filter((life) => !outageAt(life)),
      );
    if (change.kind === 'reactivated') {
      for (const { outages } of standing) for (const outage of outages) outage.to ??= change;
      this.liftPauses(change.row);
    }
  }

  private deactivated(change: RelationChange, standing: readonly OpenLife[]): void {
    if (isFreeze(change.at, standing)) {
      for (const life of pausedBy(change.at, standing)) life.freezes.push({ from: change.row, to: null });
    } else {
      for (const life of standing) life.outages.push({ from: change, to: null });
    }
  }

  private uninstalled(life: OpenLife, change: RelationChange): void {
    const outage = outageAt(life);
    if (outage) this.end(life, { reason: 'deactivated', at: outage.from.at, change: outage.from });
    else if (!isUnbroken(life.charge, change, this.changes)) {
      this.end(life, { reason: 'uninstalled', at: change.at, change });
    }
  }
}

function liftFreeze(life: OpenLife, row: EventRow): void {
  const freeze = life.freezes.at(-1);
  if (freeze) freeze.to ??= row;
}
