import { type Instant, plusMs } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import { freezeAt, type Life, outageAt } from '../charges/life.js';
import { uninstallOfCancel } from '../pairing/cancels.js';
import { isInsideChange, type PlanChange } from '../pairing/plan-changes.js';
import { type Relation, relationAfter, type RelationChange } from '../relationship/install-state.js';
import { SETTLEMENT_LAG_MS } from '../words/durations.js';
import { comparePlaced, compareText, order, orderOfType, type Placed } from '../words/order-at-one-instant.js';
import { type FoldEvent, type FoldTransaction, isPayment } from '../words/rows.js';
import { liftingBySale } from './late-sales.js';
import { changeWithShop } from './lives-and-shop.js';
import { makeRoom } from './one-at-a-time.js';
import { isThere, type OpenLife, OpenLives } from './open-lives.js';
import { showsLife } from './sale-as-life.js';

/** What a pair's charges are walked with. */
export interface FollowedPair {
  readonly charges: readonly Charge[];
  readonly changes: readonly RelationChange[];
  /** Rows that say that the shop is back, in time's order; also those that add nothing. */
  readonly returns: readonly FoldEvent[];
  readonly asOf: Instant;
}

/** What was settled about single rows before the walk. */
export interface SettledRows {
  /** Cancels that end nothing: repeated by Shopify, or half of a plan change. By row id. */
  readonly ignoredCancels: ReadonlySet<string>;
  /** Which charge an activation replaces, and which cancel belongs to it; null while that is not known yet. */
  readonly planChanges: readonly PlanChange[] | null;
}

export interface FollowedCharges {
  /** In the order they started. */
  readonly lives: readonly Life[];
  /** Cancels that an uninstall accounts for, by row id: with a plan change unsettled none yet. */
  readonly uninstallOf: ReadonlyMap<string, RelationChange>;
  /** Sales that show that a closed shop is back, and are no change of the relationship yet. */
  readonly returningSales: readonly FoldTransaction[];
}

export type Step = Placed &
  ({ readonly charge: Charge; readonly row: FoldEvent | FoldTransaction } | { readonly change: RelationChange });

/**
 * Walks all rows of the pair's charges in the one order and says when each charge was alive, frozen, lost, ended.
 * Rule: Then, charge by charge; Install state.
 */
export function livesOf(pair: FollowedPair, steps: readonly Step[], settled: SettledRows): FollowedCharges {
  const walk = new Walk(pair, settled);
  for (const step of steps) walk.take(step);
  walk.lives.giveUpUnsold((deadline) => deadline <= pair.asOf);
  walk.lives.noteSilentEnds();
  return { lives: walk.lives.all, uninstallOf: walk.uninstallOf, returningSales: walk.returningSales };
}

/** All rows of the charges and changes of the relationship, in the one order: for every walk of the pair. */
export function stepsOf({ charges, changes }: FollowedPair): Step[] {
  const steps: Step[] = changes.map((change) => ({ ...placeOfChange(change), change }));
  for (const charge of charges) {
    for (const row of [...charge.events, ...charge.sales]) {
      steps.push({ at: row.at, order: orderOfType(row.type), chargeNumber: charge.number, charge, row });
    }
  }
  return steps.sort((one, other) => comparePlaced(one, other) || compareText(stepId(one), stepId(other)));
}

function placeOfChange({ at, order: place, chargeNumber }: Placed): Placed {
  return { at, order: place, chargeNumber };
}

function stepId(step: Step): string {
  return 'row' in step ? step.row.id : step.change.row.id;
}

class Walk {
  readonly lives = new OpenLives();
  readonly uninstallOf = new Map<string, RelationChange>();
  readonly returningSales: FoldTransaction[] = [];
  private relation: Relation = 'unknown';
  private readonly pair: FollowedPair;
  private readonly settled: SettledRows;

  constructor(pair: FollowedPair, settled: SettledRows) {
    this.pair = pair;
    this.settled = settled;
  }

  take(step: Step): void {
    const isAfterSilence = step.order > order.cancelled;
    this.lives.giveUpUnsold((deadline) => deadline < step.at || (deadline === step.at && isAfterSilence));
    if ('change' in step) this.changed(step.change);
    else if (step.row.source === 'transaction') this.sold(step.charge, step.row);
    else this.happened(step.charge, step.row);
  }

  private changed(change: RelationChange): void {
    this.relation = relationAfter(change.kind);
    changeWithShop(this.lives, change, this.pair.changes, this.pair.charges);
  }

  private happened(charge: Charge, row: FoldEvent): void {
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
  private activated(charge: Charge, row: FoldEvent): void {
    const life = this.lives.of(charge);
    const outage = life && outageAt(life);
    if (life && !outage) {
      life.sales = null;
      return this.lives.thaw(life, { at: row.at, row, by: null });
    }
    if (life && outage) this.lives.endLost(life, outage);
    if (isInsideChange(row, this.settled.planChanges)) return;
    const paired = this.settled.planChanges?.find(({ activation }) => activation === row);
    this.lives.start(charge, row, makeRoom(this.lives, row, paired?.oldNumber ?? null));
  }

  /** Rule: Then, charge by charge, `…_FROZEN`, `…_UNFROZEN`. */
  private frozen(charge: Charge, row: FoldEvent): void {
    const life = this.lives.of(charge);
    if (life && !freezeAt(life)) life.freezes.push({ from: row, to: null });
  }

  private unfrozen(charge: Charge, row: FoldEvent): void {
    const life = this.lives.of(charge);
    if (life) this.lives.thaw(life, { at: row.at, row, by: null });
  }

  /** Rule: Then, charge by charge, rows of `…_CANCELED`. */
  private cancelled(charge: Charge, row: FoldEvent): void {
    const { ignoredCancels, planChanges } = this.settled;
    if (ignoredCancels.has(row.id) || isInsideChange(row, planChanges)) return;
    const life = this.lives.of(charge);
    const last = life ?? this.lives.lastOf(charge);
    const uninstall = planChanges && uninstallOfCancel(row, last, this.pair.changes);
    if (uninstall) this.uninstallOf.set(row.id, uninstall);
    else if (life) this.lives.end(life, { reason: 'cancelled', at: row.at, row });
  }

  /** Rule: Then, charge by charge, "A sale is evidence of life". */
  private sold(charge: Charge, row: FoldTransaction): void {
    const life = this.lives.of(charge);
    if (life) return this.soldOf(life, row);
    const isHere = this.relation === 'unknown' || this.relation === 'installed';
    // What has lived and is over was cancelled, replaced or taken by the shop: its late sales are older bills.
    if (!isHere || this.lives.lastOf(charge) !== null) return;
    const there = this.lives.standing().filter(isThere);
    if (showsLife(row, charge, there)) this.lives.start(charge, row, makeRoom(this.lives, row, null));
  }

  /** What a sale shows of a charge that is not over. Rule: Install state, `RELATIONSHIP_DEACTIVATED`. */
  private soldOf(life: OpenLife, row: FoldTransaction): void {
    const outage = outageAt(life);
    if (outage && isPayment(row) && row.at > plusMs(outage.from.at, SETTLEMENT_LAG_MS)) {
      this.returningSales.push(row);
      const place = { at: row.at, order: order.reactivated, chargeNumber: null };
      this.changed({ ...place, kind: 'reactivated', row, confidence: 'inferred' });
    }
    const freeze = freezeAt(life);
    const lifting = freeze && liftingBySale(life, row, this.pair.returns);
    if (!lifting) return;
    this.lives.thaw(life, lifting);
    const evidence = [freeze.from.id, ...(lifting.by === null ? [] : [lifting.by.id]), row.id];
    this.lives.keep(life, { rule: 'freeze lifted by a sale', at: lifting.at, sale: row, evidence });
  }
}
