import type { Instant } from '../../../values/instant.js';
import { MINUTE_MS, within } from '../words/durations.js';
import type { RelationChange } from '../relationship/install-state.js';
import type { Life } from '../lives/life.js';
import { outageAt } from '../lives/life.js';
import type { EventRow } from '../words/rows.js';

/**
 * The uninstall that a cancel is the echo of: within a minute, and of a charge that was live or frozen at that uninstall.
 * The loss is booked once, by the uninstall.
 * Rule: Install state, first point.
 * @param last the charge's life that is on, or was last
 */
export function uninstallOfCancel(
  cancel: EventRow,
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
