import { plusMs } from '../../../values/instant.js';
import type { Life } from '../charges/life.js';
import type { RelationChange } from '../relationship/install-state.js';
import { DAY_MS, microsBetween, MINUTE_MS, SAME_EVENT_MS, within } from '../words/durations.js';
import { compareNumbers, comparePlaced, compareText, placeOf } from '../words/order-at-one-instant.js';
import type { FoldEvent, FoldRow } from '../words/rows.js';

/** A cancel and the activation of another charge that together are one change of plan. */
export interface PlanChange {
  readonly cancel: FoldEvent;
  readonly oldNumber: string;
  readonly activation: FoldEvent;
  readonly newNumber: string;
}

/** The new charge may be activated that long after the cancel (exclusive), by one clock … */
const ACTIVATION_LATE_MS = MINUTE_MS;
/** … and the cancel may come that long after the activation (inclusive). */
const CANCEL_LATE_MS = DAY_MS;

/**
 * Which cancel and activation may be one change of plan: Shopify tells it as two events in either order. Nearest in time
 * first, then by the lower numbers.
 * Rule: First, pair the charges.
 * @param lives as the rows tell them without any pairing: only what starts, ends or replaces one can pair
 * @param reemitted ids of cancels that Shopify only repeats
 */
export function possibleChanges(
  lives: readonly Life[],
  changes: readonly RelationChange[],
  reemitted: ReadonlySet<string>,
): PlanChange[] {
  return lives
    .flatMap((old) => lives.flatMap((next) => candidate(old, next, changes, reemitted) ?? []))
    .sort(nearestFirst);
}

/**
 * Each cancel pairs with at most one activation of another charge and each activation with one cancel.
 * Rule: First, pair the charges.
 * @param candidates the nearest first
 */
export function planChanges(candidates: readonly PlanChange[]): PlanChange[] {
  const chosen: PlanChange[] = [];
  for (const change of candidates) if (!chosen.some((nearer) => excludes(nearer, change))) chosen.push(change);
  return chosen;
}

/** Each row pairs once; and what pairs does start or end its charge, so that it stands inside no other change of it. */
function excludes(nearer: PlanChange, further: PlanChange): boolean {
  if (nearer.cancel === further.cancel || nearer.activation === further.activation) return true;
  const hasInside = (outer: PlanChange, { cancel, activation }: PlanChange) =>
    isInsideChange(activation, [outer]) || isInsideChange(cancel, [outer]);
  return hasInside(nearer, further) || hasInside(further, nearer);
}

/**
 * Between the two events of a plan change nothing else starts or ends the old charge: when the rows were paired it
 * was on until its cancel, or over from then on, so an activation, a sale or a cancel of it only repeats that.
 * Rule: First, pair the charges.
 */
export function isInsideChange(row: FoldRow, changes: readonly PlanChange[] | null): boolean {
  if (changes === null) return false;
  return changes.some(({ oldNumber, activation, cancel }) => {
    if (oldNumber !== row.chargeNumber) return false;
    const fromActivation = comparePlaced(placeOf(activation), placeOf(row));
    const fromCancel = comparePlaced(placeOf(cancel), placeOf(row));
    return fromActivation * fromCancel < 0;
  });
}

function candidate(
  old: Life,
  next: Life,
  changes: readonly RelationChange[],
  reemitted: ReadonlySet<string>,
): PlanChange | null {
  const activation = next.start;
  if (activation.source !== 'event' || next.charge === old.charge || old.start.at >= activation.at) return null;
  const cancel = cancelOf(old, activation, reemitted);
  if (cancel === null) return null;
  const isInTime =
    activation.at >= cancel.at
      ? activation.at < plusMs(cancel.at, activationLateMs(cancel, activation))
      : cancel.at <= plusMs(activation.at, CANCEL_LATE_MS);
  if (!isInTime || !wasThereBefore(old, cancel, activation, changes) || belongsToUninstall(cancel, activation, changes))
    return null;
  return { cancel, oldNumber: old.charge.number, activation, newNumber: next.charge.number };
}

/** The feeds' clocks differ. */
function activationLateMs(cancel: FoldEvent, activation: FoldEvent): number {
  const feeds = [cancel.madeFrom, activation.madeFrom];
  return feeds.includes('timeline') && feeds.includes(undefined) ? SAME_EVENT_MS : ACTIVATION_LATE_MS;
}

/** The cancel that ended the old charge, or that tells late that this activation has replaced it. */
function cancelOf({ charge, end }: Life, activation: FoldEvent, reemitted: ReadonlySet<string>): FoldEvent | null {
  if (end?.reason === 'cancelled') return end.row;
  if (end?.reason !== 'replaced' || end.row !== activation) return null;
  return charge.cancels.find(({ id, at }) => at >= activation.at && !reemitted.has(id)) ?? null;
}

/** Rule: First, pair the charges, "was live or frozen just before", "only events that change their charge's state". */
function wasThereBefore(
  old: Life,
  cancel: FoldEvent,
  activation: FoldEvent,
  changes: readonly RelationChange[],
): boolean {
  const wasLost = old.outages.some(({ from, to }) => from.at < activation.at && (to === null || to.at > activation.at));
  if (wasLost) return false;
  return !changes.some(({ kind, at }) =>
    cancel.at < activation.at
      ? (kind === 'uninstalled' || kind === 'deactivated') && cancel.at <= at && at < activation.at
      : kind === 'uninstalled' && activation.at <= at && at < cancel.at && old.end?.reason === 'replaced',
  );
}

/**
 * A cancel within a minute of an uninstall belongs to it, unless the activation is as near.
 * Rule: First, pair the charges, "a cancel within 60 s of an uninstall".
 */
function belongsToUninstall(cancel: FoldEvent, activation: FoldEvent, changes: readonly RelationChange[]): boolean {
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
