import { type Instant, plusMs } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import { freezeAt, type Keep, type Life, type Lifting } from '../charges/life.js';
import type { RelationChange } from '../relationship/install-state.js';
import { MINUTE_MS, MISSED_BILL_MS, SETTLEMENT_LAG_MS, within } from '../words/durations.js';
import { type FoldEvent, type FoldTransaction, isPayment } from '../words/rows.js';

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

/**
 * The sale that shows that a charge went on beside one that started then: recorded too late to be a bill of before.
 * What it bills after an activation of its own says nothing of the time before.
 * Rule: First, pair the charges, "proven to go on".
 */
export function proofOfGoingOn(charge: Charge, since: Instant): FoldTransaction | null {
  const earliest = plusMs(since, MISSED_BILL_MS);
  const again = charge.activations.find(({ at }) => at > since);
  const proof = charge.sales.find((sale) => sale.at > earliest && isPayment(sale));
  return proof === undefined || (again !== undefined && again.at <= proof.at) ? null : proof;
}

/**
 * A frozen charge is not billed: a sale of it recorded too late to be a bill of before shows that the freeze was lifted,
 * with the shop's return if there was one, else by then. A freeze that is said again holds from then.
 * Rule: Install state, "lifts it, *inferred*".
 * @param returns rows that say that the shop is back, in time's order
 */
export function liftingBySale(
  life: Pick<Life, 'charge' | 'freezes'>,
  sale: FoldTransaction,
  returns: readonly FoldEvent[],
): Lifting | null {
  const freeze = freezeAt(life);
  if (freeze === null || !isPayment(sale)) return null;
  const saidAgain = life.charge.events.findLast(
    ({ type, at }) => type === 'SUBSCRIPTION_CHARGE_FROZEN' && freeze.from.at < at && at <= sale.at,
  );
  const frozenAt = (saidAgain ?? freeze.from).at;
  if (sale.at <= plusMs(frozenAt, SETTLEMENT_LAG_MS)) return null;
  const by = returns.findLast(({ at }) => frozenAt < at && at <= sale.at) ?? null;
  return { at: (by ?? sale).at, row: sale, by };
}
