import type { Charge } from './charges.js';
import { type Hints, intervalOf } from './interval.js';
import type { Life } from './life.js';

/**
 * The charges with their intervals asked again where one replaced an annual charge; the same ones where none did.
 * Rule: Interval, rung 3, "for a charge that replaces an annual one".
 * @param lives in the order they started: what replaced a charge is asked after that charge
 */
export function askedAfterAnnual(charges: readonly Charge[], lives: readonly Life[], hints: Hints): readonly Charge[] {
  const asked = new Map<Charge, Charge>();
  const afterAnnual = new Map<Charge, Set<string>>();
  for (const { charge, start, predecessors } of lives) {
    if (charge.interval.rule !== 'interval: billed a year ahead') continue;
    if (!predecessors.some((old) => (asked.get(old.charge) ?? old.charge).interval.interval === 'ANNUAL')) continue;
    const activations = (afterAnnual.get(charge) ?? new Set()).add(start.id);
    afterAnnual.set(charge, activations);
    const interval = intervalOf({ ...charge, afterAnnual: activations }, hints);
    // Another activation of it may say the same.
    if (interval.rule !== charge.interval.rule) asked.set(charge, { ...charge, interval });
  }
  return asked.size === 0 ? charges : charges.map((charge) => asked.get(charge) ?? charge);
}
