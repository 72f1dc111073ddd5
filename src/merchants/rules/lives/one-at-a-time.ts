import { type Life, outageAt } from '../charges/life.js';
import type { FoldEvent, FoldTransaction } from '../words/rows.js';
import { proofOfGoingOn } from './late-sales.js';
import type { OpenLife, OpenLives } from './open-lives.js';

/**
 * Shopify gives a shop one recurring charge an app: whatever is live or frozen when another one starts ends there,
 * replaced, but for one that is proven to go on. From a frozen one the freeze is lifted first. What the closing of the
 * shop has taken was over then, and no return restores it.
 * Rule: First, pair the charges, "One at a time"; Install state, `RELATIONSHIP_REACTIVATED`.
 * @param start of the other charge
 * @param pairedNumber of the charge whose cancel pairs with it: that one ends whatever its sales say
 * @returns what was replaced
 */
export function makeRoom(
  lives: OpenLives,
  start: FoldEvent | FoldTransaction,
  pairedNumber: string | null,
): readonly Life[] {
  const replaced: OpenLife[] = [];
  for (const old of lives.standing()) {
    const isPaired = old.charge.number === pairedNumber;
    const sale = isPaired ? null : proofOfGoingOn(old.charge, start.at);
    const outage = outageAt(old);
    if (sale !== null) {
      lives.keep(old, { rule: 'proven to go on', at: start.at, sale, evidence: [start.id, sale.id] });
    } else if (outage !== null) {
      lives.endLost(old, outage);
    } else {
      lives.thaw(old, { at: start.at, row: start, by: null });
      lives.end(old, { reason: 'replaced', at: start.at, row: start });
      replaced.push(old);
    }
  }
  return replaced;
}
