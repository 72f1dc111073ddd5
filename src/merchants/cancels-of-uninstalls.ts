import type { Charge } from './charges.js';
import { MINUTE_MS, within } from './durations.js';
import type { RelationChange } from './install-state.js';
import type { EventRow } from './rows.js';

/**
 * A cancel within a minute of an uninstall is the uninstall's own echo: the loss is booked once, by the uninstall.
 * Not the cancel of a charge that was activated after the uninstall: that one came back, and left again.
 * Rule: Install state, first point.
 */
export function cancelsOfUninstall(uninstall: RelationChange, charges: readonly Charge[]): EventRow[] {
  return charges.flatMap(({ cancels, activations }) =>
    cancels.filter(
      (cancel) =>
        within(cancel.at, uninstall.at, MINUTE_MS) &&
        !activations.some(({ at }) => uninstall.at < at && at <= cancel.at),
    ),
  );
}
