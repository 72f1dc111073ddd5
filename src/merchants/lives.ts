import type { Instant } from '../instant.js';
import type { Charge } from './charges.js';
import { relationAfter, type Relation, type RelationChange } from './install-state.js';
import { freezeAt, outageAt, type Life } from './life.js';
import { changeWithShop } from './lives-and-shop.js';
import { OpenLives } from './open-lives.js';
import { compareText, comparePlaced, orderOfType, type Placed } from './order-at-one-instant.js';
import { isInsideChange, type PlanChange } from './plan-changes.js';
import type { EventRow, TransactionRow } from './rows.js';
import { showsLife } from './sale-as-life.js';

/** What was settled about single rows before the walk. */
export interface Settled {
  /** Cancels that end nothing: repeated by Shopify, or accounted for by an uninstall or a plan change. By row id. */
  readonly ignoredCancels: ReadonlySet<string>;
  /** Which charge an activation replaces, and which cancel belongs to it. */
  readonly planChanges: readonly PlanChange[];
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
  walk.lives.giveUpUnsold((deadline) => deadline <= asOf);
  return walk.lives.all;
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
  readonly lives = new OpenLives();
  private relation: Relation = 'unknown';
  private readonly changes: readonly RelationChange[];
  private readonly settled: Settled;

  constructor(changes: readonly RelationChange[], settled: Settled) {
    this.changes = changes;
    this.settled = settled;
  }

  take(step: Step): void {
    // A sale at the very deadline still continues the life.
    this.lives.giveUpUnsold((deadline) => deadline < step.at);
    if ('change' in step) {
      this.relation = relationAfter(step.change.kind);
      changeWithShop(this.lives, step.change, this.changes);
    } else if (step.row.source === 'transaction') this.sold(step.charge, step.row);
    else this.happened(step.charge, step.row);
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

  /** Rule: Then, charge by charge, rows of `…_ACTIVATED`. */
  private activated(charge: Charge, row: EventRow): void {
    const life = this.lives.of(charge);
    const outage = life && outageAt(life);
    if (life && !outage) {
      life.lastSale = null;
      return this.lives.thaw(life, row);
    }
    if (life && outage) this.lives.endLost(life, outage);
    if (isInsideChange(row, this.settled.planChanges)) return;
    this.lives.start(charge, row, this.replacedBy(row));
  }

  /**
   * Ends the replaced charge exactly at the activation. From a frozen one the freeze is lifted first.
   * Rule: First, pair the charges, last paragraphs.
   */
  private replacedBy(row: EventRow): Life | null {
    const change = this.settled.planChanges.find(({ activation }) => activation === row);
    const old = this.lives.standing().find((life) => life.charge.number === change?.oldNumber);
    if (old === undefined) return null;
    const outage = outageAt(old);
    if (outage) {
      // Lost already, so nothing is taken over; but its cancel counts as accounted for, and no return restores it.
      this.lives.endLost(old, outage);
      return null;
    }
    this.lives.thaw(old, row);
    this.lives.end(old, { reason: 'replaced', at: row.at, row });
    return old;
  }

  /** Rule: Then, charge by charge, `…_FROZEN`, `…_UNFROZEN`. */
  private frozen(charge: Charge, row: EventRow): void {
    const life = this.lives.of(charge);
    if (life && !freezeAt(life)) life.freezes.push({ from: row, to: null });
  }

  private unfrozen(charge: Charge, row: EventRow): void {
    const life = this.lives.of(charge);
    if (life) this.lives.thaw(life, row);
  }

  /** Rule: Then, charge by charge, rows of `…_CANCELED`. */
  private cancelled(charge: Charge, row: EventRow): void {
    const life = this.lives.of(charge);
    const isIgnored = this.settled.ignoredCancels.has(row.id) || isInsideChange(row, this.settled.planChanges);
    if (life && !isIgnored) this.lives.end(life, { reason: 'cancelled', at: row.at, row });
  }

  /** Rule: Then, charge by charge, "A sale is evidence of life". */
  private sold(charge: Charge, row: TransactionRow): void {
    const life = this.lives.of(charge);
    if (life) {
      if (life.lastSale !== null) life.lastSale = row;
      return;
    }
    const isHere = this.relation === 'unknown' || this.relation === 'installed';
    const isOver = this.wasTakenByShop(charge) || isInsideChange(row, this.settled.planChanges);
    if (isHere && showsLife(row, charge) && !isOver) this.lives.start(charge, row, null);
  }

  /** After an uninstall or a deactivation has ended a charge, a late sale is the lag of an older bill. */
  private wasTakenByShop(charge: Charge): boolean {
    const end = this.lives.lastOf(charge)?.end;
    return end?.reason === 'uninstalled' || end?.reason === 'deactivated';
  }
}
