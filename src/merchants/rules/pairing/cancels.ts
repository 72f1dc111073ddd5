import { type Instant, plusMs } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import { type Life, outageAt } from '../charges/life.js';
import type { RelationChange } from '../relationship/install-state.js';
import { MINUTE_MS, SECOND_MS, within } from '../words/durations.js';
import type { FoldEvent } from '../words/rows.js';

/**
 * The uninstall that a cancel is the echo of: within a minute, and of a charge that was live or frozen at that uninstall.
 * The loss is booked once, by the uninstall.
 * Rule: Install state, first point.
 * @param last the charge's life that is on, or was last
 */
export function uninstallOfCancel(
  cancel: FoldEvent,
  last: Pick<Life, 'end' | 'outages'> | null,
  changes: readonly RelationChange[],
): RelationChange | null {
  if (last === null) return null;
  const { end } = last;
  const near = changes.filter(({ kind, at }) => kind === 'uninstalled' && within(at, cancel.at, MINUTE_MS));
  // It follows the uninstall that has ended the charge; or it comes first, and the charge is still there at the uninstall.
  const isEcho = (uninstall: RelationChange) =>
    end === null
      ? cancel.at <= uninstall.at && outageAt(last) === null && !closesBetween(cancel.at, uninstall.at, changes)
      : end.reason === 'uninstalled' && end.change === uninstall;
  return near.find(isEcho) ?? null;
}

function closesBetween(from: Instant, to: Instant, changes: readonly RelationChange[]): boolean {
  return changes.some(({ kind, at }) => kind === 'deactivated' && from <= at && at <= to);
}

const REEMIT_MS = 5 * SECOND_MS;

/**
 * Shopify repeats an old cancel right after it activates the same charge. Such a cancel cancels nothing, unless
 * something nearby explains it: another charge taking over, or an uninstall.
 * Rule: First, pair the charges, first paragraph.
 */
export function reemittedCancels(charges: readonly Charge[], changes: readonly RelationChange[]): FoldEvent[] {
  const uninstalls = changes.filter(({ kind }) => kind === 'uninstalled');
  return charges.flatMap((charge) => {
    const others = charges.filter((other) => other !== charge).flatMap(({ activations }) => activations);
    return charge.cancels.filter((cancel) => isReemitted(cancel, charge.activations, [...others, ...uninstalls]));
  });
}

/** @param explaining activations of other charges, and uninstalls */
export function isReemitted(
  cancel: { readonly at: Instant },
  activations: readonly { readonly at: Instant }[],
  explaining: readonly { readonly at: Instant }[],
): boolean {
  return (
    activations.some(({ at }) => at <= cancel.at && cancel.at < plusMs(at, REEMIT_MS)) &&
    !explaining.some(({ at }) => within(at, cancel.at, MINUTE_MS))
  );
}
