import type { Charge } from '../charges/charges.js';
import type { Line } from '../history/history-line.js';
import type { Life } from '../lives/life.js';
import { order } from '../words/order-at-one-instant.js';
import type { EventRow } from '../words/rows.js';
import type { SettledCancels } from '../lives/settle-lives.js';

/**
 * Cancels that ended nothing: shown as suppressed, so that every row of a charge that lived can be found in the
 * history. Of a charge never seen alive a cancel is shown only if a sale says that there was one.
 * Rule: First, pair the charges; Then, charge by charge, last rows of `…_CANCELED`.
 */
export function suppressedCancelLines(
  charges: readonly Charge[],
  lives: readonly Life[],
  { suppressedBy }: SettledCancels,
): Line[] {
  const ending = new Set(lives.map(({ end }) => (end?.reason === 'cancelled' ? end.row.id : null)));
  const lived = new Set(lives.map(({ charge }) => charge));
  return charges
    .filter((charge) => lived.has(charge) || charge.sales.length > 0)
    .flatMap((charge) =>
      charge.cancels
        .filter(({ id }) => !ending.has(id))
        .map((cancel) =>
          line(charge, cancel, lived.has(charge), suppressedBy.get(cancel.id) ?? 'cancel without effect'),
        ),
    );
}

function line(charge: Charge, cancel: EventRow, hasLived: boolean, rule: Line['rule']): Line {
  return {
    at: cancel.at,
    order: order.cancelled,
    chargeNumber: charge.number,
    type: 'unsubscribed',
    key: charge.number,
    plan: charge.plan,
    mrrChange: hasLived || charge.price === null ? null : { units: 0n, currency: charge.price.currency },
    suppressed: hasLived,
    rule,
    confidence: 'stated',
    evidence: [cancel.id],
  };
}
