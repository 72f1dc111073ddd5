import { plusMs, type Instant } from '../instant.js';
import type { Charge } from './charges.js';
import { SETTLEMENT_LAG_MS } from './durations.js';
import { cycleMs } from './interval.js';
import type { Life } from './life.js';
import { isPayment, type TransactionRow } from './rows.js';
import type { Confidence } from './vocabulary.js';

/**
 * True when a sale alone shows that its charge is alive: no activation was seen before it (history cut off, or an
 * event that never came), it took money, and no cancel came before.
 * Rule: Then, charge by charge, "A sale is evidence of life".
 */
export function showsLife(sale: TransactionRow, charge: Charge): boolean {
  return (
    isPayment(sale) &&
    !charge.activations.some(({ at }) => at <= sale.at) &&
    !charge.cancels.some(({ at }) => at <= sale.at)
  );
}

/**
 * A life shown by a sale is inferred; assumed where its very price is a net that stands in for a missing gross.
 * Rule: Then, charge by charge, "A sale is evidence of life", last sentence.
 */
export function confidenceOfStart({ charge, start }: Pick<Life, 'charge' | 'start'>): Confidence {
  if (start.source === 'event') return 'stated';
  return charge.price === null && start.gross === null ? 'assumed' : 'inferred';
}

/**
 * When a charge known by its sales alone is given up: one cycle and the settlement lag after the last of them.
 * Rule: Then, charge by charge, "A sale is evidence of life", "one cycle and 21 days".
 */
export function saleLifeEnds(lastSale: Instant, charge: Charge): Instant {
  return plusMs(lastSale, cycleMs(charge.interval.interval) + SETTLEMENT_LAG_MS);
}
