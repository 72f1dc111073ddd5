import { plusMs } from '../instant.js';
import { DAY_MS, microsBetween, MINUTE_MS, within } from './durations.js';
import type { RelationChange } from './install-state.js';
import type { Life } from './life.js';
import { compareNumbers, comparePlaced, compareText, orderOfType, type Placed } from './order-at-one-instant.js';
import type { EventRow, FoldRow } from './rows.js';

/** A cancel and the activation of another charge that together are one change of plan. */
export interface PlanChange {
  readonly cancel: EventRow;
  readonly oldNumber: string;
  readonly activation: EventRow;
  readonly newNumber: string;
}

/** The new charge may be activated that long after the cancel (exclusive) … */
const ACTIVATION_LATE_MS = MINUTE_MS;
/** … and the cancel may come that long after the activation (inclusive). */
const CANCEL_LATE_MS = DAY_MS;

/**
 * Shopify tells a change of plan as two events in either order. Each cancel pairs with at most one activation of
 * another charge and each activation with one cancel, nearest in time first, then by the lower numbers.
 * Rule: First, pair the charges.
 * @param lives as the rows tell them one by one, before any pairing: only what starts or ends one can pair
 */
export function planChanges(lives: readonly Life[], changes: readonly RelationChange[]): PlanChange[] {
  const candidates = lives
    .flatMap((old) => lives.flatMap((next) => candidate(old, next, changes) ?? []))
    .sort(nearestFirst);
  const taken = new Set<EventRow>();
  return candidates.filter(({ cancel, activation }) => {
    if (taken.has(cancel) || taken.has(activation)) return false;
    taken.add(cancel).add(activation);
    return true;
  });
}

/**
 * Between the two events of a plan change nothing else starts or ends the old charge: when the rows were paired it
 * was on until its cancel, or over from then on, so an activation, a sale or a cancel of it only repeats that.
 * Rule: First, pair the charges.
 */
export function isInsideChange(row: FoldRow, changes: readonly PlanChange[]): boolean {
  return changes.some(({ oldNumber, activation, cancel }) => {
    if (oldNumber !== row.chargeNumber) return false;
    const fromActivation = comparePlaced(placeOf(activation), placeOf(row));
    const fromCancel = comparePlaced(placeOf(cancel), placeOf(row));
    return fromActivation * fromCancel < 0;
  });
}

function placeOf({ at, type, chargeNumber }: FoldRow): Placed {
  return { at, order: orderOfType(type), chargeNumber };
}

function candidate(old: Life, next: Life, changes: readonly RelationChange[]): PlanChange | null {
  if (old.end?.reason !== 'cancelled' || next.start.source !== 'event' || next.charge === old.charge) return null;
  const cancel = old.end.row;
  const activation = next.start;
  const isInTime =
    activation.at >= cancel.at
      ? activation.at < plusMs(cancel.at, ACTIVATION_LATE_MS)
      : cancel.at <= plusMs(activation.at, CANCEL_LATE_MS);
  if (!isInTime || !wasThereBefore(old, activation, changes) || belongsToUninstall(cancel, activation, changes)) {
    return null;
  }
  return { cancel, oldNumber: old.charge.number, activation, newNumber: next.charge.number };
}

/** Rule: First, pair the charges, "only if the old charge started earlier and was live or frozen just before". */
function wasThereBefore(old: Life, activation: EventRow, changes: readonly RelationChange[]): boolean {
  const cancelledAt = old.end?.at ?? activation.at;
  const wasLost = old.outages.some(({ from, to }) => from.at < activation.at && (to === null || to.at > activation.at));
  const endedInBetween = changes.some(
    ({ kind, at }) => (kind === 'uninstalled' || kind === 'deactivated') && cancelledAt <= at && at < activation.at,
  );
  return old.start.at < activation.at && !wasLost && !endedInBetween;
}

/**
 * A cancel within a minute of an uninstall belongs to it, unless the activation is as near.
 * Rule: First, pair the charges, "a cancel within 60 s of an uninstall".
 */
function belongsToUninstall(cancel: EventRow, activation: EventRow, changes: readonly RelationChange[]): boolean {
  return (
    activation.at < plusMs(cancel.at, -MINUTE_MS) &&
    changes.some(({ kind, at }) => kind === 'uninstalled' && within(at, cancel.at, MINUTE_MS))
  );
}

function nearestFirst(one: PlanChange, other: PlanChange): number {
  return (
    distance(one) - distance(other) ||
    compareNumbers(one.newNumber, other.newNumber) ||
    compareNumbers(one.oldNumber, other.oldNumber) ||
    compareText(one.activation.at, other.activation.at) ||
    compareText(one.cancel.at, other.cancel.at)
  );
}

function distance({ cancel, activation }: PlanChange): number {
  return Math.abs(microsBetween(cancel.at, activation.at));
}
