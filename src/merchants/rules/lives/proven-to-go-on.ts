import { plusMs, type Instant } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import { MISSED_BILL_MS } from '../words/durations.js';
import { isPayment, type TransactionRow } from '../words/rows.js';

/**
 * The sale that shows that a charge went on beside one that started then: recorded too late to be a bill of before.
 * What it bills after an activation of its own says nothing of the time before.
 * Rule: First, pair the charges, "proven to go on".
 */
export function proofOfGoingOn(charge: Charge, since: Instant): TransactionRow | null {
  const earliest = plusMs(since, MISSED_BILL_MS);
  const again = charge.activations.find(({ at }) => at > since);
  const proof = charge.sales.find((sale) => sale.at > earliest && isPayment(sale));
  return proof === undefined || (again !== undefined && again.at <= proof.at) ? null : proof;
}
