import { plusMs } from '../instant.js';
import type { Charge } from './charges.js';
import { MINUTE_MS, SETTLEMENT_LAG_MS, within } from './durations.js';
import type { RelationChange } from './install-state.js';

/**
 * Merchants uninstall and reinstall while the charge goes on billing. One sale recorded too late to be the lag of an
 * older bill, with an install in between, shows that this uninstall did not end the charge.
 * Rule: Install state, "A merchant may uninstall and reinstall while the charge goes on".
 */
export function isUnbroken(charge: Charge, uninstall: RelationChange, changes: readonly RelationChange[]): boolean {
  if (charge.cancels.some(({ at }) => within(at, uninstall.at, MINUTE_MS))) return false;
  const install = changes.find(({ kind, at }) => (kind === 'installed' || kind === 'reinstalled') && at > uninstall.at);
  if (install === undefined) return false;
  const reactivation = charge.activations.find(({ at }) => at > uninstall.at);
  return charge.sales.some(
    ({ at }) =>
      at > plusMs(uninstall.at, SETTLEMENT_LAG_MS) &&
      install.at <= at &&
      (reactivation === undefined || reactivation.at > at),
  );
}
