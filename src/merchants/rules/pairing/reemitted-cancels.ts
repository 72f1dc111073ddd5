import { plusMs } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import { MINUTE_MS, SECOND_MS, within } from '../words/durations.js';
import type { RelationChange } from '../relationship/install-state.js';
import type { EventRow } from '../words/rows.js';

const REEMIT_MS = 5 * SECOND_MS;

/**
 * Shopify repeats an old cancel right after it activates the same charge. Such a cancel cancels nothing, unless
 * something nearby explains it: another charge taking over, or an uninstall.
 * Rule: First, pair the charges, first paragraph.
 */
export function reemittedCancels(charges: readonly Charge[], changes: readonly RelationChange[]): EventRow[] {
  const uninstalls = changes.filter(({ kind }) => kind === 'uninstalled');
  return charges.flatMap((charge) =>
    charge.cancels.filter(
      (cancel) =>
        charge.activations.some(({ at }) => at <= cancel.at && cancel.at < plusMs(at, REEMIT_MS)) &&
        !charges.some(
          (other) => other !== charge && other.activations.some(({ at }) => within(at, cancel.at, MINUTE_MS)),
        ) &&
        !uninstalls.some(({ at }) => within(at, cancel.at, MINUTE_MS)),
    ),
  );
}
