import { plusMs, type Instant } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import { SETTLEMENT_LAG_MS } from '../words/durations.js';
import { cycleMs } from '../charges/interval.js';
import type { Life } from './life.js';
import { compareText } from '../words/order-at-one-instant.js';
import type { TransactionRow } from '../words/rows.js';

/**
 * The last sale of a charge that only its sales keep. One that was given up cannot bill again: a later sale, however
 * late, shows that it never ended. After an activation of its own it could, so that those sales tell nothing.
 * Rule: Then, charge by charge, "One that ended by silence cannot bill again".
 */
export function lastSaleOf(charge: Charge, since: Instant): TransactionRow | null {
  const again = charge.activations.find(({ at }) => at > since);
  return charge.sales.findLast(({ at }) => again === undefined || at < again.at) ?? null;
}

/**
 * When a charge that only its sales keep is given up: one cycle and the lag after the last of them, counted anew from
 * the end of a freeze or an outage that this would fall into. Null while one of those goes on.
 * Rule: Then, charge by charge, "it ends … by silence".
 */
export function silentEnd(
  { charge, freezes, outages }: Pick<Life, 'charge' | 'freezes' | 'outages'>,
  lastSaleAt: Instant,
): Instant | null {
  const silenceMs = cycleMs(charge.interval.interval) + SETTLEMENT_LAG_MS;
  const pauses = [
    // At one instant an end by silence comes after a freeze and before a deactivation.
    ...freezes.map(({ from, to }) => ({ from: from.at, to, isFirst: from.type !== 'RELATIONSHIP_DEACTIVATED' })),
    ...outages.map(({ from, to }) => ({ from: from.at, to, isFirst: false })),
  ].sort((one, other) => compareText(one.from, other.from));
  let endsAt = plusMs(lastSaleAt, silenceMs);
  for (const { from, to, isFirst } of pauses) {
    if (from > endsAt || (from === endsAt && !isFirst) || (to !== null && to.at <= endsAt)) continue;
    if (to === null) return null;
    endsAt = plusMs(to.at, silenceMs);
  }
  return endsAt;
}
