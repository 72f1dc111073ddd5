import type { Amount } from '../../../contract/merchant-words.js';
import type { KeepingRule } from '../../../contract/rule-names.js';
import type { Instant } from '../../../values/instant.js';
import type { RelationChange } from '../relationship/install-state.js';
import type { Statement } from '../stated/statements.js';
import { type Order, order, orderOfType } from '../words/order-at-one-instant.js';
import type { FoldEvent, FoldTransaction } from '../words/rows.js';
import type { Charge } from './charges.js';

/**
 * One unbroken stretch of a charge, from an activation (or a sale that shows life) to its end. A charge that is
 * activated again after its end has another one.
 */
export interface Life {
  readonly charge: Charge;
  /** The charge's monthly amount, *m*. */
  readonly m: Amount;
  readonly start: FoldEvent | FoldTransaction;
  /** The lives that this one took over from, in a plan change. */
  readonly predecessors: readonly Life[];
  readonly freezes: readonly Freeze[];
  readonly outages: readonly Outage[];
  /** Late sales that keep it, in the order of what they kept it from. */
  readonly keeps: readonly Keep[];
  readonly end: End | null;
  /** While only sales keep it: when it is given up without another one. Null while frozen or lost over that time. */
  readonly silentEndAt: Instant | null;
}

export interface Freeze {
  /** The freeze; or the deactivation, where the shop closed and only another charge was frozen. */
  readonly from: FoldEvent;
  readonly to: Lifting | null;
}

/** The end of a freeze. */
export interface Lifting {
  readonly at: Instant;
  /**
   * The unfreeze, or an activation: of the charge itself, or the start of the one that replaced it. For what a
   * deactivation paused also the shop's return, or what lifted the freeze of the other charge. Or a late sale, which
   * may be recorded after the lifting that it shows.
   */
  readonly row: FoldEvent | FoldTransaction;
  /** The shop's return, where the lifting that a sale shows is dated by it. */
  readonly by: FoldEvent | null;
}

/** The shop's own account was closed; ended by its return, or never. */
export interface Outage {
  readonly from: RelationChange;
  readonly to: RelationChange | null;
}

export type End =
  | { readonly reason: 'cancelled'; readonly at: Instant; readonly row: FoldEvent }
  /** By the start of another charge. */
  | { readonly reason: 'replaced'; readonly at: Instant; readonly row: FoldEvent | FoldTransaction }
  | { readonly reason: 'sales_stopped'; readonly at: Instant; readonly row: FoldTransaction }
  | { readonly reason: 'uninstalled'; readonly at: Instant; readonly change: RelationChange }
  /** Lost when the shop closed, and then never restored. */
  | { readonly reason: 'deactivated'; readonly at: Instant; readonly change: RelationChange };

/** The freeze that is on, for a life that is not over. */
export function freezeAt(life: Pick<Life, 'freezes'>): Freeze | null {
  const freeze = life.freezes.at(-1);
  return freeze?.to === null ? freeze : null;
}

export function outageAt(life: Pick<Life, 'outages'>): Outage | null {
  const outage = life.outages.at(-1);
  return outage?.to === null ? outage : null;
}

/**
 * A late sale that shows a charge alive where other rows would have ended or paused it. What it keeps is inferred from
 * then on, and ends by silence like one known by its sales alone.
 * Rule: Then, charge by charge, "a charge that only a late sale keeps"; Why.
 */
export interface Keep {
  readonly rule: KeepingRule;
  /** Of what would have ended or paused the charge. */
  readonly at: Instant;
  readonly sale: FoldTransaction;
  /** The sale's among them. */
  readonly evidence: readonly string[];
}

/** What Shopify stated of the charge in this life. */
export function statementsOf({ charge, start, end }: Pick<Life, 'charge' | 'start' | 'end'>): readonly Statement[] {
  return charge.statements.filter(({ at }) => start.at <= at && (end === null || at < end.at));
}

/** Where a start stands at its instant: a first sale after all others. Rule: Words, "Order at one instant". */
export function placeOfStart({ start }: Pick<Life, 'start'>): Order {
  return start.source === 'transaction' ? order.firstSale : orderOfType(start.type);
}

/** Where the end of a freeze stands at its instant: one shown by a sale with the unfrozen ones. Rule: the same. */
export function placeOfLifting({ row }: Pick<Lifting, 'row'>): Order {
  return row.source === 'transaction' ? order.unfrozen : orderOfType(row.type);
}
