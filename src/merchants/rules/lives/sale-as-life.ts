import type { Confidence } from '../../../contract/merchant-words.js';
import type { Charge } from '../charges/charges.js';
import type { Life } from '../charges/life.js';
import { compareNumbers, compareText } from '../words/order-at-one-instant.js';
import { type FoldTransaction, isPayment } from '../words/rows.js';
import { proofOfGoingOn } from './late-sales.js';

/**
 * True when a sale alone shows that its charge is alive: no activation was seen before it (history cut off, or an
 * event that never came), it took money, and no cancel came before. Beside a newer charge it is an older one's last
 * bill, unless that is proven to go on.
 * Rule: Then, charge by charge, "A sale is evidence of life"; First, pair the charges, "A first sale starts nothing".
 * @param there what is live or frozen then
 */
export function showsLife(
  sale: FoldTransaction,
  charge: Charge,
  there: readonly Pick<Life, 'charge' | 'start'>[],
): boolean {
  if (!isPayment(sale)) return false;
  if ([...charge.activations, ...charge.cancels].some(({ at }) => at <= sale.at)) return false;
  const [newest] = there
    .filter((other) => compareNumbers(other.charge.number, charge.number) > 0)
    .map(({ start }) => start.at)
    .sort((one, other) => compareText(other, one));
  return newest === undefined || proofOfGoingOn(charge, newest) !== null;
}

/**
 * A life shown by a sale is inferred; assumed where its very price is a net that stands in for a missing gross.
 * Rule: Then, charge by charge, "A sale is evidence of life", last sentence.
 */
export function confidenceOfStart({ charge, start }: Pick<Life, 'charge' | 'start'>): Confidence {
  if (start.source === 'event') return 'stated';
  return charge.price === null && charge.soldPrice?.isAssumed === true ? 'assumed' : 'inferred';
}
