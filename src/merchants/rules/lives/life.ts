import type { Instant } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import type { RelationChange } from '../relationship/install-state.js';
import type { Keep } from './keeps.js';
import type { EventRow, TransactionRow } from '../words/rows.js';
import type { Amount } from '../../../contract/merchant-words.js';

/**
 * One unbroken stretch of a charge, from an activation (or a sale that shows life) to its end. A charge that is
 * activated again after its end has another one.
 */
export interface Life {
  readonly charge: Charge;
  /** The charge's monthly amount, *m*. */
  readonly m: Amount;
  readonly start: EventRow | TransactionRow;
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
  readonly from: EventRow;
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
  readonly row: EventRow | TransactionRow;
  /** The shop's return, where the lifting that a sale shows is dated by it. */
  readonly by: EventRow | null;
}

/** The shop's own account was closed; ended by its return, or never. */
export interface Outage {
  readonly from: RelationChange;
  readonly to: RelationChange | null;
}

export type End =
  | { readonly reason: 'cancelled'; readonly at: Instant; readonly row: EventRow }
  /** By the start of another charge. */
  | { readonly reason: 'replaced'; readonly at: Instant; readonly row: EventRow | TransactionRow }
  | { readonly reason: 'sales_stopped'; readonly at: Instant; readonly row: TransactionRow }
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
