import { noHints, type Hints } from '../rules/charges/interval.js';
import type { OtherShops } from './store-hints.js';
import type { Pair } from './store-pairs.js';
import type { PlanIntervals } from './store-plan-intervals.js';

/** What a pair is told of its plans' intervals by the operator and by other shops. */
export function hintsFor(pair: Pair, planIntervals: PlanIntervals, others: OtherShops): Hints {
  const intervalByOperator = planIntervals.get(pair.appNumber) ?? noHints.intervalByOperator;
  return { intervalByOperator, intervalElsewhere: others.agreedFor(pair) };
}
