import { plusMs } from '../../../values/instant.js';
import type { Charge } from './charges.js';
import { MINUTE_MS, SETTLEMENT_LAG_MS, within } from '../words/durations.js';
import type { RelationChange } from '../relationship/install-state.js';
import type { Keep } from '../lives/keeps.js';
import { isPayment } from '../words/rows.js';

/**
 * Merchants uninstall and reinstall while the charge goes on billing. One sale recorded too late to be an older bill,
 * with an install in between and no charge activated, shows that this uninstall did not end the charge.
 * Rule: Install state, "A merchant may uninstall and reinstall while the charge goes on".
 * @param charges all of the pair
 */
export function unbrokenBy(
  charge: Charge,
  uninstall: RelationChange,
  changes: readonly RelationChange[],
  charges: readonly Charge[],
): Keep | null {
  if (charge.cancels.some(({ at }) => within(at, uninstall.at, MINUTE_MS))) return null;
  const install = changes.find(({ kind, at }) => (kind === 'installed' || kind === 'reinstalled') && at > uninstall.at);
  if (install === undefined) return null;
  const earliest = plusMs(uninstall.at, SETTLEMENT_LAG_MS);
  const sale = charge.sales.find((one) => one.at > earliest && one.at >= install.at && isPayment(one));
  if (sale === undefined) return null;
  const isActivatedBetween = charges.some(({ activations }) =>
    activations.some(({ at }) => uninstall.at < at && at <= sale.at),
  );
  if (isActivatedBetween) return null;
  return { rule: 'unbroken', at: uninstall.at, sale, evidence: [uninstall.row.id, install.row.id, sale.id] };
}
